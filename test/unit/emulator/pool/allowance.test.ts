import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createAllowance } from '../../../../lib/emulator/pool/allowance.ts'

test('a full window may be taken at once, and then one as often as the window divides', () => {
  const allowance = createAllowance(10_000)
  for (let i = 0; i < 4; i += 1) {
    expect(allowance.waitMs(0, 4)).toBe(0)
    allowance.take(0, 4)
  }
  expect(allowance.waitMs(0, 4)).toBe(2_500)
  expect(allowance.waitMs(2_499, 4)).toBe(1)
  expect(allowance.waitMs(2_500, 4)).toBe(0)
})

test('one may always be taken from a full one, however slowly it fills', () => {
  const allowance = createAllowance(1_000)
  expect(allowance.waitMs(0, 0.5)).toBe(0)
  allowance.take(0, 0.5)
  expect(allowance.waitMs(0, 0.5)).toBe(2_000)
  expect(allowance.waitMs(2_000, 0.5)).toBe(0)
})

test('of nothing nothing may ever be taken', () => {
  expect(createAllowance(1_000).waitMs(5, 0)).toBe(Infinity)
})

test('it gives exactly when a bucket of tokens that is counted would', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200, size: 'max' })
  // Divisors of the window, so that neither has to round.
  fc.assert(
    fc.property(gaps, fc.constantFrom(1, 2, 5, 10, 25, 1_000), (gaps, perWindow) => {
      const allowance = createAllowance(10_000)
      let [now, parts] = [0, perWindow * 10_000]
      for (const gap of gaps) {
        now += gap
        // A token has 10,000 parts, of which each ms brings `perWindow`.
        parts = Math.min(perWindow * 10_000, parts + gap * perWindow)
        const missing = Math.max(0, 10_000 - parts) / perWindow
        expect(allowance.waitMs(now, perWindow)).toBeCloseTo(missing, 6)
        if (missing > 0) continue
        parts -= 10_000
        allowance.take(now, perWindow)
      }
    }),
  )
})
