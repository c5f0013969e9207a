import { expect, test } from 'vitest'

import { givenShareOf, quotaOf, shareOf } from '../../../../../lib/emulator/resources/cpu/share.ts'

test('1,769 MB are one vCPU and the share is in proportion', () => {
  expect(shareOf(1_769)).toBe(1)
  expect(shareOf(3_538)).toBe(2)
  expect(shareOf(128)).toBeCloseTo(0.07236, 5)
})

test('nobody is given more than the machine has', () => {
  expect(givenShareOf(10_240, 2)).toBe(2)
  expect(givenShareOf(1_769, 2)).toBe(1)
})

test.each([
  // 128 / 1,769 of 20 ms
  [128, { quotaUs: 1_447, periodUs: 20_000 }],
  [1_769, { quotaUs: 20_000, periodUs: 20_000 }],
  [3_538, { quotaUs: 40_000, periodUs: 20_000 }],
  // 1 ms is the kernel's least quota: 1 ms / (64 / 1,769) is 27.64 ms.
  [64, { quotaUs: 1_000, periodUs: 27_641 }],
  // And 1 s is its longest period.
  [1, { quotaUs: 1_000, periodUs: 1_000_000 }],
])('%i MB are a quota that the kernel takes', (memoryMb, quota) => {
  expect(quotaOf(shareOf(memoryMb))).toEqual(quota)
})
