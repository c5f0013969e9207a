import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { UsageError } from '../../lib/model/usage-error.ts'
import { readDuration } from '../../lib/profile/durations.ts'
import { listFlags, textFlags, type Flags } from '../../lib/profile/flags.ts'
import { parseProfileObject } from '../../lib/profile/parse-plan.ts'
import { readCount } from '../../lib/profile/numbers.ts'
import { readRate } from '../../lib/profile/rates.ts'
import { comparison, plan, profileWorld, type Said } from '../support/profile-world.ts'

/** A plan, or the problems; anything else that is thrown is a bug. */
function outcomeOf(said: Said) {
  return planOrProblems(() => plan(said))
}

function planOrProblems<T>(work: () => T) {
  try {
    return work()
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
}

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    '5',
    '5s',
    '50/s',
    '0',
    '-1',
    'fn',
    'hello',
    '@x',
    '{}',
    'poisson',
    '5s:5',
    '1e9',
    'NaN',
    '__proto__',
    'toString',
  ),
)
const flags: fc.Arbitrary<Flags> = fc.dictionary(
  fc.constantFrom(...textFlags, ...listFlags),
  fc.oneof(word, fc.array(word, { maxLength: 3 })),
  {
    maxKeys: 6,
  },
)

describe('reading what users write', () => {
  it('reads a duration written in its units as their sum', () => {
    const part = fc.nat({ max: 59 })
    fc.assert(
      fc.property(part, part, part, part, (h, m, s, ms) => {
        fc.pre(h + m + s + ms > 0)
        const micros = (((h * 60 + m) * 60 + s) * 1_000 + ms) * 1_000
        expect(readDuration(`${h}h ${m}m${s}s ${ms}ms`)).toEqual({ kind: 'read', value: micros })
      }),
    )
  })

  it('reads every whole number and rate as it is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (n) => {
        expect(readCount(1)(String(n))).toEqual({ kind: 'read', value: n })
        expect(readRate(`${n}/s`)).toEqual({ kind: 'read', value: n })
        expect(readRate(`${n}/min`)).toEqual({ kind: 'read', value: n / 60 })
      }),
    )
  })

  it('makes a plan or names problems of any flags, never anything else', () => {
    fc.assert(
      fc.property(flags, (flags) => {
        const outcome = outcomeOf({ flags })
        if ('plan' in outcome) expect(outcome.plan.phases.length).toBeGreaterThan(0)
        else expect(outcome.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('makes a comparison of two or more unlike settings, or names problems, of any flags', () => {
    const list = fc.array(
      fc.constantFrom('128', '512', '1GB', 'live', 'x86_64', 'arm64', '', 'A=1', 'p95 ±5%'),
    )
    const texts = fc.oneof(
      word,
      list.map((words) => words.join(',')),
    )
    const compared = fc.dictionary(
      fc.constantFrom(...textFlags, ...listFlags, 'memory', 'qualifier', 'varyEnv', 'function'),
      fc.oneof(texts, fc.array(texts, { maxLength: 2 })),
      { maxKeys: 4 },
    )
    fc.assert(
      fc.property(compared, (flags) => {
        const outcome = planOrProblems(() => comparison({ flags }))
        if (!('plan' in outcome)) {
          expect(outcome.length).toBeGreaterThan(0)
          return
        }
        const { settings, design, base } = outcome.plan
        expect(settings.length).toBeGreaterThan(1)
        expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length)
        expect(base.phases.length).toBeGreaterThan(0)
        expect(design.mostWarm).toBeGreaterThanOrEqual(design.warm)
      }),
      { numRuns: 500 },
    )
  })

  it('makes a plan or names problems of any text as a profile', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...Array.from('phases: -[]{}burst\n "\'&*!|>?%@`#\t0a')),
          maxLength: 60,
        }),
        (profile) => {
          expect(() => outcomeOf({ profile })).not.toThrow()
        },
      ),
      { numRuns: 300 },
    )
  })

  it('makes a plan or names problems of any data under known keys', () => {
    const known = fc.dictionary(
      fc.constantFrom(
        'name',
        'target',
        'payload',
        'payloads',
        'phases',
        'thresholds',
        'seed',
        'timeout',
        'pricing',
        'other',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.array(
          fc.record(
            { burst: fc.jsonValue(), name: fc.jsonValue(), json: fc.jsonValue() },
            { requiredKeys: [] },
          ),
        ),
      ),
    )
    fc.assert(
      fc.property(known, (input) => {
        expect(() => outcomeOf({ profile: stringify(input) })).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })

  const someKey = fc.constantFrom(
    ...`functions name dir zip simulate init work measured failures url memory Resources
      Globals Function Fn Type Properties CodeUri Handler Runtime Layers Environment
      Variables MemorySize Parameters Default Ref Fn::Sub Fn::Join __proto__ Fn::FindInMap
      Fn::GetAtt FunctionName AutoPublishAlias FunctionUrlConfig EphemeralStorage`.split(/\s+/),
  )
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      'AWS::Serverless::Function',
      'fn',
      'index.handler',
      'nodejs22.x',
      '${A}',
      'A.B',
      '5ms',
    ),
    fc.constantFrom<unknown>(
      128,
      0,
      -1,
      null,
      true,
      'Stage',
      '${!x}${AWS::Region}',
      's3://b/k',
      'AWS::NoValue',
    ),
    fc.string({ maxLength: 5 }),
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, depthSize: 'large' },
      leaf,
      fc.dictionary(someKey, tie('tree'), { maxKeys: 5 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }))
  const readList = (text: string) =>
    outcomeOf({ flags: { local: 'list.yaml' }, files: { '/project/list.yaml': text } })

  it('makes a plan or names problems of any functions file and of any template', () => {
    const aFunction = fc.record({ Type: fc.constant('AWS::Serverless::Function'), Properties: tree })
    const document = fc.oneof(
      fc.record({ functions: tree }),
      fc.record({
        functions: fc.array(fc.record({ name: fc.constant('one'), dir: fc.constant('fn'), url: tree })),
      }),
      fc.record({ functions: fc.record({ one: fc.record({ simulate: tree }) }) }),
      fc.record({ Resources: tree, Globals: tree }),
      fc.record({
        Resources: fc.record({ One: aFunction }),
        Globals: tree,
        Parameters: tree,
        Mappings: tree,
      }),
    )
    fc.assert(
      fc.property(document, (input) => {
        const outcome = readList(stringify(input))
        if ('plan' in outcome) expect(outcome.plan.target.kind).toBe('local')
        else expect(outcome.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  it('makes a plan or names problems of any text with tags and aliases in a template', () => {
    const head = 'Resources:\n  One:\n    Type: AWS::Serverless::Function\n    Properties:\n'
    const keys = fc.constantFrom('CodeUri', 'Handler', 'Environment', 'MemorySize', 'FunctionName')
    const parts = [
      '!Ref',
      '!Sub',
      '!GetAtt',
      '!Join',
      '!If',
      '!Nope',
      '&a',
      '*a',
      '[',
      ']',
      '{',
      '}',
      ',',
      ': ',
      '- ',
    ]
    const value = fc.array(fc.constantFrom(...parts, 'x', "'${A}'", '"', '\n        '), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, value), { maxLength: 3 }), (properties) => {
        const lines = properties.map(([key, words]) => `      ${key}: ${words.join(' ')}\n`)
        expect(() => readList(head + lines.join(''))).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })

  it('makes the same plan of a file as of the same data', () => {
    const burst = fc.record({
      size: fc.integer({ min: 1, max: 500 }),
      repeat: fc.integer({ min: 1, max: 9 }),
      every: fc.integer({ min: 1, max: 5_000 }).map((ms) => `${ms}ms`),
    })
    const phases = fc.array(fc.record({ burst, discard: fc.boolean() }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        phases,
        fc.jsonValue({ maxDepth: 2, noUnicodeString: true }),
        fc.nat({ max: 1_000 }),
        (phases, payload, seed) => {
          const input = { name: 'same', phases, payload: { json: JSON.stringify(payload) }, seed }
          const fromData = parseProfileObject(input, profileWorld())
          expect(plan({ profile: stringify(input) })).toEqual(fromData)
        },
      ),
      { numRuns: 100 },
    )
  })
})
