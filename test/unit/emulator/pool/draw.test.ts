import { expect, test } from 'vitest'

import { jittered, seededDraw } from '../../../../lib/emulator/pool/draw.ts'

const numbers = Array.from({ length: 20_000 }, (_, i) => i + 1)

test('the same seed draws the same, whatever was drawn before, and another seed something else', () => {
  const [a, b, c] = [seededDraw(7), seededDraw(7), seededDraw(8)]
  const forwards = numbers.map((id) => a('idle', id, 1))
  const backwards = numbers.toReversed().map((id) => b('idle', id, 1))
  expect(backwards.toReversed()).toEqual(forwards)
  expect(numbers.filter((id) => c('idle', id, 1) === forwards[id - 1]).length).toBeLessThan(3)
})

test('seeds that differ only beyond 32 bits draw differently', () => {
  expect(seededDraw(2 ** 40 + 1)('idle', 1, 1)).not.toBe(seededDraw(1)('idle', 1, 1))
})

test('what is drawn for one chance says nothing of another, or of the next time', () => {
  const draw = seededDraw(1)
  const agree = (other: (id: number) => number) =>
    numbers.filter((id) => draw('idle', id, 1) < 0.5 === other(id) < 0.5).length / numbers.length
  // 4.5 standard deviations of 20,000 tosses of a coin are 0.016.
  expect(Math.abs(agree((id) => draw('lifetime', id, 1)) - 0.5)).toBeLessThan(0.016)
  expect(Math.abs(agree((id) => draw('proactive', id, 1)) - 0.5)).toBeLessThan(0.016)
  expect(Math.abs(agree((id) => draw('idle', id, 2)) - 0.5)).toBeLessThan(0.016)
  expect(Math.abs(agree((id) => draw('idle', id + 1, 1)) - 0.5)).toBeLessThan(0.016)
})

test('draws are spread evenly over [0, 1)', () => {
  const draw = seededDraw(3)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (const id of numbers) tenths[Math.floor(draw('proactive', id, 1) * 10)]! += 1
  // 2,000 each; 4.5 standard deviations are 191.
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(191)
})

test('jitter is a share of the span, to either side', () => {
  expect([0, 0.5, 0.75].map((drawn) => jittered(1_000, 0.2, drawn))).toEqual([800, 1_000, 1_100])
  expect(jittered(1_000, 0, 0.9)).toBe(1_000)
})
