import { describe, expect, it } from 'vitest'
import { type Fired, mismatchesOf } from '../../../lib/diff/fingerprint.ts'
import type { Plan } from '../../../lib/model/plan.ts'
import type { TargetFacts } from '../../../lib/model/run.ts'
import { fromSeconds } from '../../../lib/model/time.ts'
import { exampleFacts, planWith } from '../../support/stored-plan.ts'

const fired = (plan: Partial<Plan> = {}, facts: Partial<TargetFacts> = {}, reach = 'completed'): Fired => ({
  plan: planWith(plan),
  facts: { ...exampleFacts, ...facts },
  reach,
})

const [burst] = planWith().phases
const small = { weight: 1, bytes: 2, sha256: 'a'.repeat(64) }
const large = { weight: 9, bytes: 2_000, sha256: 'b'.repeat(64) }

describe('two runs are comparable', () => {
  it.each<readonly [string, Fired, Fired]>([
    ['whatever their seeds, names and threads are', fired(), fired({ seed: 2, name: 'b', maxInFlight: 5 })],
    ['whatever the version is', fired(), fired({}, { versions: ['7'], function: 'hello:live' })],
    ['whatever the runtime is', fired(), fired({}, { runtime: 'nodejs24.x' })],
    [
      'at whatever port a local endpoint was',
      fired({}, { emulated: true, endpoint: 'http://127.0.0.1:1' }),
      fired({}, { emulated: true, endpoint: 'http://127.0.0.1:2' }),
    ],
    [
      'whether a function is named or given as an ARN',
      fired(),
      fired({
        target: {
          kind: 'lambda',
          function: 'arn:aws:lambda:eu-west-1:123456789012:function:hello',
          qualifier: 'live',
          logTail: true,
        },
      }),
    ],
    [
      'with payloads in another order, weighted alike',
      fired({ payloads: [small, large] }),
      fired({
        payloads: [
          { ...large, weight: 90 },
          { ...small, weight: 10 },
        ],
      }),
    ],
    ['with other names of phases', fired(), fired({ phases: [{ ...burst!, name: 'other' }] })],
  ])('%s', (_, baseline, candidate) => {
    expect(mismatchesOf(baseline, candidate)).toEqual([])
  })
})

describe('two runs are not comparable', () => {
  const load = { kind: 'burst', size: 10, repeat: 3, every: fromSeconds(2) } as const
  it.each<readonly [what: string, Fired, baseline: string, candidate: string]>([
    ['function', fired({ target: { kind: 'lambda', function: 'other', logTail: true } }), 'hello', 'other'],
    ['target', fired({}, { emulated: true }), 'AWS', 'an endpoint that is not AWS itself'],
    ['target', fired({}, { kind: 'local', emulated: true }), 'AWS', 'the local Lambda'],
    ['region', fired({}, { region: 'us-east-1' }), 'eu-west-1', 'us-east-1'],
    ['memory', fired({}, { memoryMb: 1_024 }), '128 MB', '1,024 MB'],
    ['architecture', fired({}, { architecture: 'arm64' }), 'x86_64', 'arm64'],
    [
      'payload',
      fired({ payloads: [{ ...small, sha256: 'c'.repeat(64) }] }),
      '2 bytes, SHA-256 44136fa355b3',
      '2 bytes, SHA-256 cccccccccccc',
    ],
    [
      'payload',
      fired({ payloads: [small, large] }),
      '2 bytes, SHA-256 44136fa355b3',
      '10 % 2 bytes, SHA-256 aaaaaaaaaaaa, 90 % 2,000 bytes, SHA-256 bbbbbbbbbbbb',
    ],
    ['load', fired({ phases: [{ ...burst!, load }] }), '1 burst of 10', '3 bursts of 10, 2 s apart'],
    ['load', fired({ phases: [{ ...burst!, discard: true }] }), '1 burst of 10', '1 burst of 10 (left out)'],
    ['load', fired({ phases: [burst!, burst!] }), '1 burst of 10', '1 burst of 10; then 1 burst of 10'],
    ['timeout', fired({ timeout: fromSeconds(10) }), '930 s', '10 s'],
    ['transport', fired({ firing: { ...planWith().firing, transport: 'sdk' } }), 'lean', 'sdk'],
    ['prewarming', fired({ firing: { ...planWith().firing, prewarm: false } }), 'on', 'off'],
    [
      'INIT billing',
      fired({ pricing: { initBilling: 'legacy', maxCost: 1 } }),
      'current rule',
      'legacy rule',
    ],
  ])('when they differ in %s', (what, candidate, first, second) => {
    expect(mismatchesOf(fired(), candidate)).toEqual([{ what, baseline: first, candidate: second }])
  })

  const short = 'interrupted after 4 of 10 invocations'
  it.each([
    ['baseline', short, 'completed'],
    ['candidate', 'completed', short],
    ['one and the other, at whatever places,', short, short],
  ])('when the %s was cut short', (_, baseline, candidate) => {
    expect(mismatchesOf(fired({}, {}, baseline), fired({}, {}, candidate))).toEqual([
      { what: 'end', baseline, candidate },
    ])
  })

  it('when one of them does not know its memory', () => {
    const { memoryMb: _, ...unknown } = exampleFacts
    expect(mismatchesOf(fired(), { ...fired(), facts: unknown })).toEqual([
      { what: 'memory', baseline: '128 MB', candidate: 'not known' },
    ])
  })

  it('and every reason is told', () => {
    const other = fired({ timeout: fromSeconds(10) }, { memoryMb: 256, region: 'eu-west-2' })
    expect(mismatchesOf(fired(), other).map(({ what }) => what)).toEqual(['region', 'memory', 'timeout'])
  })
})
