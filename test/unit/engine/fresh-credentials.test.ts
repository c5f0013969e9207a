import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepFresh } from '../../../lib/engine/fresh-credentials.ts'
import type { Credentials } from '../../../lib/targets/lambda/connection.ts'

const minute = 60_000
const hour = 60 * minute

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const until = (millis: number): Credentials => ({
  accessKeyId: `until ${millis}`,
  secretAccessKey: '',
  expiration: new Date(millis),
})

describe('keepFresh', () => {
  it('posts new credentials five minutes before the last ones end, again and again', async () => {
    const posted: number[] = []
    const stop = keepFresh(
      async () => until(Date.now() + hour),
      until(hour),
      () => void posted.push(Date.now()),
    )
    await vi.advanceTimersByTimeAsync(3 * hour)
    expect(posted).toEqual([55 * minute, 110 * minute, 165 * minute])
    stop()
  })

  it('leaves the last ones in place when none can be had, and asks again every ten seconds', async () => {
    const answers = [until(2 * hour), undefined, undefined, until(4 * hour)]
    const asked: number[] = []
    const posted: (string | undefined)[] = []
    keepFresh(
      async () => {
        asked.push(Date.now())
        const answer = answers[asked.length - 1]
        if (!answer) throw new Error('the network is down')
        return answer
      },
      until(hour),
      (fresh) => void posted.push(fresh.accessKeyId),
    )
    await vi.advanceTimersByTimeAsync(3 * hour)
    const second = 115 * minute
    expect(asked).toEqual([55 * minute, second, second + 10_000, second + 20_000])
    expect(posted).toEqual([`until ${2 * hour}`, `until ${4 * hour}`])
  })

  it('never asks for those that do not end', async () => {
    const provider = vi.fn(async () => until(hour))
    keepFresh(provider, { accessKeyId: 'a', secretAccessKey: 's' }, () => undefined)
    await vi.advanceTimersByTimeAsync(100 * hour)
    expect(provider).not.toHaveBeenCalled()
  })

  it('posts and asks nothing more once it is stopped, even in the middle of asking', async () => {
    let give: (fresh: Credentials) => void = () => undefined
    const post = vi.fn<(fresh: Credentials) => void>()
    const provider = vi.fn(
      async () =>
        new Promise<Credentials>((resolve) => {
          give = resolve
        }),
    )
    const stop = keepFresh(provider, until(hour), post)
    await vi.advanceTimersByTimeAsync(hour)
    stop()
    give(until(2 * hour))
    await vi.advanceTimersByTimeAsync(10 * hour)
    expect(provider).toHaveBeenCalledTimes(1)
    expect(post).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})
