import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Comparison } from '../../lib/model/comparison.ts'
import type { Micros } from '../../lib/model/time.ts'
import { aOrB, fewSamples, hopeless, interrupted, sweep, troubled } from '../fixtures/example-comparison.ts'
import { comparisonSchema, comparisonSchemaFile } from '../support/comparison-schema.ts'

/** The same type with everything in it writable, which is all that the schema does not say. */
type Writable<T> = T extends Micros ? T : { -readonly [K in keyof T]: Writable<T[K]> }

const stored = (comparison: Comparison): unknown => JSON.parse(JSON.stringify(comparison))

describe('the schema of comparison.json', () => {
  test('has the type of a comparison: no key more or less, the same ones optional', () => {
    // The compiler is the judge: this line does not compile when a key or a type differs.
    expectTypeOf<Writable<z.output<typeof comparisonSchema>>>().toEqualTypeOf<Writable<Comparison>>()
  })

  test.each([
    ['a sweep over memory', sweep()],
    ['one with failing, skipped and unmeasured settings', troubled()],
    ['an A-or-B comparison', aOrB()],
    ['one that recommends nothing', hopeless()],
    ['one with too few samples', fewSamples()],
    ['one that was interrupted', interrupted()],
  ])('holds for a comparison: %s', (_, comparison) => {
    expect(comparisonSchema.parse(stored(comparison))).toEqual(stored(comparison))
  })

  test('refuses what is missing or of another kind', () => {
    const { notes: _, ...rest } = sweep()
    const wrong = {
      ...rest,
      ended: 'somehow',
      putBack: { kind: 'lost' },
      recommendation: { kind: 'perhaps' },
    }
    const paths = comparisonSchema.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))
    expect(paths).toEqual(expect.arrayContaining(['notes', 'ended', 'putBack.kind', 'recommendation.kind']))
  })
})

describe('docs/comparison.schema.json', () => {
  test('is what the schema gives', async () => {
    const stale =
      'docs/comparison.schema.json is stale: run npx vitest run test/unit/comparison-schema.test.ts --update'
    await expect(comparisonSchemaFile(), stale).toMatchFileSnapshot('../../docs/comparison.schema.json')
  })

  test('is draft 7, has no $id, and closes no object to further keys', () => {
    const text = comparisonSchemaFile()
    expect(JSON.parse(text)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' })
    expect(text).not.toMatch(/"(?:\$id|id|additionalProperties)": (?:"|false)/u)
  })
})
