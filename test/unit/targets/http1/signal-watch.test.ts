import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { SignalWatch } from '../../../../lib/targets/http1/signal-watch.ts'

describe('SignalWatch', () => {
  it('tells which signal has aborted, once however often it is used', () => {
    const { watch, aborted } = begin()
    const [one, other] = [new AbortController(), new AbortController()]
    for (const { signal } of [one, one, other]) watch.add(signal)
    one.abort()
    expect(aborted).toEqual([one.signal])
  })

  it('listens once, and as long as something uses the signal', () => {
    const { watch } = begin()
    const [one, other] = [new AbortController().signal, new AbortController().signal]
    for (const signal of [one, one, other, one, other]) watch.add(signal)
    expect([one, other].map(listeners)).toEqual([1, 1])
    for (const signal of [one, one]) watch.remove(signal)
    expect(listeners(one)).toBe(1)
    watch.remove(one)
    expect([one, other].map(listeners)).toEqual([0, 1])
  })

  it('keeps listening to the latest one, and lets go of it for the next', () => {
    const { watch } = begin()
    const [one, other] = [new AbortController().signal, new AbortController().signal]
    watch.add(one)
    watch.remove(one)
    expect(listeners(one)).toBe(1)
    watch.add(one)
    watch.remove(one)
    watch.add(other)
    expect([one, other].map(listeners)).toEqual([0, 1])
  })

  it('lets go of all when it is closed', () => {
    const { watch, aborted } = begin()
    const [one, other] = [new AbortController(), new AbortController()]
    for (const { signal } of [one, other]) watch.add(signal)
    watch.close()
    expect([one.signal, other.signal].map(listeners)).toEqual([0, 0])
    one.abort()
    expect(aborted).toEqual([])
    watch.remove(one.signal)
  })
})

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

function begin(): { watch: SignalWatch; aborted: readonly AbortSignal[] } {
  const aborted: AbortSignal[] = []
  return { watch: new SignalWatch((signal) => void aborted.push(signal)), aborted }
}
