import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Precision } from '../../lib/model/comparison-plan.ts'
import { printPrecision, readPrecision } from '../../lib/profile/precision.ts'

const precision: fc.Arbitrary<Precision> = fc.record({
  metric: fc.constantFrom('duration', 'response_time', 'service_time', 'billed_duration'),
  percentile: fc.oneof(
    fc.integer({ min: 1, max: 99 }),
    fc.double({ min: 0, max: 100, minExcluded: true, maxExcluded: true, noNaN: true }),
  ),
  within: fc.oneof(
    fc.integer({ min: 1, max: 999 }).map((permille) => permille / 1_000),
    fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
  ),
})

describe('a printed precision', () => {
  it('is read back as the same precision', () => {
    fc.assert(
      fc.property(precision, (value) => {
        expect(readPrecision(printPrecision(value))).toEqual({ kind: 'read', value })
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('any text', () => {
  it('is a precision, or is said to be none', () => {
    const pieces = fc.constantFrom('p', '(', ')', '95', '±', '+-', '5', '%', ' ', 'duration', 'med', '.', 'e')
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        const reading = readPrecision(text)
        if (reading.kind === 'wrong') {
          expect(reading.message).not.toBe('')
          return
        }
        const { percentile, within } = reading.value
        expect(percentile > 0 && percentile < 100 && within > 0 && within < 1).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
