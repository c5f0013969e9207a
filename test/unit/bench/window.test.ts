import { afterEach, expect, test, vi } from 'vitest'
import { createWindow } from '../../bench/window.ts'

const lengths = { warmUpMs: 1_000, measuredMs: 2_000 }

afterEach(() => {
  vi.restoreAllMocks()
})

/** Looks at a client whose count of ended requests after each 100 ms is `endedAt`. */
function lookEvery100Ms(
  untilMs: number,
  endedAt: (millis: number) => number,
): ReturnType<typeof createWindow> {
  const window = createWindow(lengths)
  const now = vi.spyOn(performance, 'now')
  for (let millis = 0; millis <= untilMs; millis += 100) {
    now.mockReturnValue(50_000 + millis)
    window.look(endedAt(millis))
  }
  return window
}

test('what ended before the warm-up was over is not counted', () => {
  // The first request has ended at 200 ms, so the window is 1,200 to 3,200 ms; looks up to 250 ms later count.
  const { requests, wallMicros } = lookEvery100Ms(6_000, (millis) => Math.max(0, millis - 100)).reading()
  expect(wallMicros).toBe(2_200_000)
  expect(requests).toBe(2_200)
})

test('there is no reading when the client was not looked at for long enough', () => {
  expect(() => lookEvery100Ms(1_700, (millis) => millis).reading()).toThrow('not looked at often enough')
  expect(() => lookEvery100Ms(6_000, () => 0).reading()).toThrow('not looked at often enough')
})
