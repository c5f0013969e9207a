import { describe, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Micros } from '../../lib/model/time.ts'
import type { Run } from '../../lib/model/run.ts'
import { exampleRun, failedRun } from '../fixtures/example-run.ts'
import { runSchema, runSchemaFile } from '../support/run-schema.ts'

/** The same type with everything in it writable, which is all that the schema does not say. */
type Writable<T> = T extends Micros ? T : { -readonly [K in keyof T]: Writable<T[K]> }

const stored = (run: Run): unknown => JSON.parse(JSON.stringify(run))

describe('the schema of run.json', () => {
  test('has the type of a run: no key more or less, the same ones optional', () => {
    // The compiler is the judge: this line does not compile when a key or a type differs.
    expectTypeOf<Writable<z.output<typeof runSchema>>>().toEqualTypeOf<Writable<Run>>()
  })

  test.each([
    ['one with everything in it', exampleRun()],
    ['one in which nothing succeeded', failedRun()],
  ])('holds for a run: %s', (_, run) => {
    expect(runSchema.parse(stored(run))).toEqual(stored(run))
  })

  test('refuses what is missing, of another kind, or not a whole number', () => {
    const { starts: _, ...rest } = exampleRun()
    const wrong = { ...rest, ended: 'somehow', counts: { ...rest.counts, ok: 1.5 }, target: { kind: 'gcp' } }
    const paths = runSchema.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))
    expect(paths).toEqual(expect.arrayContaining(['starts', 'ended', 'counts.ok', 'target.kind']))
  })

  test('lets keys through that a later version may add', () => {
    const { counts } = exampleRun()
    const later = { ...exampleRun(), moon: 'full', counts: { ...counts, moon: 1 } }
    expect(runSchema.safeParse(stored(later)).success).toBe(true)
  })
})

describe('docs/run.schema.json', () => {
  test('is what the schema gives', async () => {
    const stale = 'docs/run.schema.json is stale: run npx vitest run test/unit/run-schema.test.ts --update'
    await expect(runSchemaFile(), stale).toMatchFileSnapshot('../../docs/run.schema.json')
  })

  test('is draft 7, has no $id, and closes no object to further keys', () => {
    const text = runSchemaFile()
    expect(JSON.parse(text)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' })
    expect(text).not.toMatch(/"(?:\$id|id|additionalProperties)": (?:"|false)/u)
  })
})
