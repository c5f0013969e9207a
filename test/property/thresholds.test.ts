import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/gates/evaluate.ts'
import { metrics, type Selectable } from '../../lib/gates/metrics.ts'
import { parseThreshold } from '../../lib/gates/parse-threshold.ts'
import { printThreshold } from '../../lib/gates/print-threshold.ts'
import { type Aggregate, operators, type Threshold } from '../../lib/gates/threshold.ts'
import { startKinds } from '../../lib/model/classification.ts'
import type { Selector } from '../../lib/model/sample.ts'
import { Histogram } from '../../lib/stats/histogram.ts'

const distributions = [...metrics.values()].filter((metric) => metric.kind === 'distribution')
const scalars = [...metrics.values()].filter((metric) => metric.kind === 'scalar')

const selector: fc.Arbitrary<Selector> = fc.record(
  {
    start: fc.constantFrom('all' as const, ...startKinds),
    phase: fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom('"', 'a,b', '{}', ' x ', '<', '\\'),
    ),
  },
  { requiredKeys: [] },
)

/** The parts of a selector that a metric takes. */
const taken = (selectors: Selectable) =>
  selector.map(({ start, phase }): Selector => ({
    ...(start !== undefined && selectors.includes('start') && { start }),
    ...(phase !== undefined && selectors.includes('phase') && { phase }),
  }))
const operator = fc.constantFrom(...operators)
const aggregate: fc.Arbitrary<Aggregate> = fc.oneof(
  fc.constantFrom(...(['avg', 'min', 'max', 'count'] as const)).map((kind) => ({ kind })),
  fc.double({ min: 0, max: 100, minExcluded: true, noNaN: true }).map((percentile) => ({
    kind: 'percentile' as const,
    percentile,
  })),
)
const amount = fc.oneof(
  fc.nat(),
  fc.nat().map((value) => value / 1_000),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
)
const fraction = fc.oneof(
  fc.nat({ max: 1_000 }).map((value) => value / 1_000),
  fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
)

const threshold: fc.Arbitrary<Threshold> = fc.oneof(
  fc.constantFrom(...distributions).chain(({ name, selectors }) =>
    fc.record({
      kind: fc.constant('distribution' as const),
      metric: fc.constant(name),
      selector: taken(selectors),
      aggregate,
      operator,
      limit: amount,
    }),
  ),
  fc.constantFrom(...scalars).chain(({ name, unit, selectors }) =>
    fc.record({
      kind: fc.constant('scalar' as const),
      metric: fc.constant(name),
      selector: taken(selectors),
      operator,
      limit: unit === 'ratio' ? fraction : amount,
    }),
  ),
)

describe('a printed threshold', () => {
  it('is read back as the same threshold', () => {
    fc.assert(
      fc.property(threshold, (written) => {
        expect(parseThreshold(printThreshold(written))).toEqual(written)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('any text', () => {
  it('is a threshold, or a problem inside of it', () => {
    const pieces = fc.constantFrom(
      'response_time',
      '{',
      '}',
      'start',
      ':',
      'cold',
      'p(99)',
      '<',
      '=',
      '5',
      'ms',
      ' ',
      '"',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (expression) => {
        const found = parseThreshold(expression)
        if (found.kind !== 'problem') return
        expect(found.at).toBeGreaterThanOrEqual(0)
        expect(found.at).toBeLessThanOrEqual(expression.length)
        expect(found.message).not.toBe('')
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a verdict', () => {
  it('turns around with its operator, and undecided stays undecided', () => {
    const values = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 80 })
    const opposites = fc.constantFrom(['<', '>='] as const, ['<=', '>'] as const, ['==', '!='] as const)
    const turned = { pass: 'fail', fail: 'pass', inconclusive: 'inconclusive' }
    fc.assert(
      fc.property(
        values,
        aggregate,
        opposites,
        fc.nat({ max: 1_000 }),
        (sample, aggregate, [one, other], limit) => {
          const histogram = new Histogram().recordAll(sample)
          const source = { distribution: () => histogram, scalar: () => undefined }
          const judged = [one, other].map((operator) =>
            evaluate(
              { kind: 'distribution', metric: 'duration', selector: {}, aggregate, operator, limit },
              source,
            ),
          )
          expect(judged[1]?.kind).toBe(turned[judged[0]!.kind])
        },
      ),
    )
  })
})
