import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAgenda } from '../../../../lib/selftest/server/agenda.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** µs of the fake clock. */
const now = (): number => performance.now() * 1_000

describe('an agenda', () => {
  it('does everything at its instant, whatever the order it was entered in', async () => {
    const done: string[] = []
    const agenda = createAgenda(now)
    const at = (name: string, millis: number): void =>
      agenda.add(now() + millis * 1_000, () =>
        done.push(`${name} at ${Math.round(performance.now() - begun)}`),
      )
    const begun = performance.now()
    at('third', 500)
    at('first', 20)
    at('second', 40)
    at('also second', 40)
    await vi.advanceTimersByTimeAsync(30)
    expect(done).toEqual(['first at 20'])
    at('in between', 5)
    await vi.advanceTimersByTimeAsync(600)
    expect(done).toEqual([
      'first at 20',
      'in between at 35',
      'second at 40',
      'also second at 40',
      'third at 500',
    ])
  })

  it('does what its own work adds', async () => {
    const done: number[] = []
    const agenda = createAgenda(now)
    const again = (): void => {
      done.push(Math.round(performance.now()))
      if (done.length < 3) agenda.add(now() + 10_000, again)
    }
    const begun = Math.round(performance.now())
    agenda.add(now() + 10_000, again)
    await vi.advanceTimersByTimeAsync(100)
    expect(done.map((at) => at - begun)).toEqual([10, 20, 30])
  })

  it('does nothing that was cleared', async () => {
    const agenda = createAgenda(now)
    agenda.add(now() + 10_000, () => expect.unreachable())
    agenda.clear()
    await vi.advanceTimersByTimeAsync(100)
    expect(vi.getTimerCount()).toBe(0)
  })
})
