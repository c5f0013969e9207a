import { expect, test } from 'vitest'

import { createStreamPace, STREAM_LIMITS } from '../../../../lib/emulator/environment/stream-pace.ts'

const limits = { maxBytes: 1_000_000, burstBytes: 1_000, bytesPerSecond: 100 }

test('the first bytes go at once, what is beyond them at the rate', () => {
  const pace = createStreamPace(limits)
  expect(pace(600, 0)).toBe(0)
  expect(pace(400, 1)).toBe(0)
  expect(pace(50, 10)).toBe(500)
  expect(pace(10, 510)).toBe(100)
})

test('a chunk that begins within the first bytes waits for its rest only', () => {
  expect(createStreamPace(limits)(1_025, 7)).toBe(250)
})

test('chunks that come too early are put behind each other', () => {
  const pace = createStreamPace(limits)
  pace(1_000, 0)
  expect(pace(10, 0)).toBe(100)
  expect(pace(10, 0)).toBe(200)
  expect(pace(10, 150)).toBe(150)
})

test('a pause is not made up for', () => {
  const pace = createStreamPace(limits)
  pace(1_000, 0)
  expect(pace(10, 60_000)).toBe(100)
})

test('on Lambda 8 MB take a second: 6 at once and 2 at 2 MB/s', () => {
  const pace = createStreamPace(STREAM_LIMITS)
  expect(pace(6 * 1_048_576, 0)).toBe(0)
  expect(pace(2 * 1_048_576, 0)).toBe(1_000)
})
