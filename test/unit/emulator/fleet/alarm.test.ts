import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { createAlarm } from '../../../../lib/emulator/fleet/alarm.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('it rings when the earliest is due, and not again unless it is set', () => {
  const rings: number[] = []
  const start = performance.now()
  const alarm = createAlarm(() => rings.push(performance.now() - start))
  alarm.set(start + 100)
  alarm.set(start + 50)
  alarm.set(start + 80)
  alarm.set(undefined)
  vi.advanceTimersByTime(500)
  expect(rings).toEqual([51])
  alarm.set(start + 20)
  vi.advanceTimersByTime(500)
  expect(rings).toEqual([51, 501])
})

test('what is due later than a timer can tell does not ring at once', () => {
  let rings = 0
  const alarm = createAlarm(() => (rings += 1))
  alarm.set(performance.now() + 2 ** 32)
  vi.advanceTimersByTime(1_000_000)
  expect(rings).toBe(0)
})

test('a closed one stays silent', () => {
  let rings = 0
  const alarm = createAlarm(() => (rings += 1))
  alarm.set(performance.now() + 10)
  alarm.close()
  alarm.set(performance.now() + 5)
  vi.advanceTimersByTime(1_000)
  expect(rings).toBe(0)
})
