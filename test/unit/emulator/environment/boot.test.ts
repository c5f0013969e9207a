import { expect, test } from 'vitest'

import { initLimitMs } from '../../../../lib/emulator/environment/boot.ts'

test('INIT may take ten seconds on demand, whatever the timeout of the function', () => {
  expect(initLimitMs('on-demand', 3_000)).toBe(10_000)
  expect(initLimitMs('on-demand', 900_000)).toBe(10_000)
})

test.each([
  [3_000, 130_000],
  [130_001, 130_001],
  [900_000, 900_000],
])('provisioned, with a timeout of %i ms it may take %i', (timeoutMs, limit) => {
  expect(initLimitMs('provisioned-concurrency', timeoutMs)).toBe(limit)
})
