import type { Mismatch } from '../model/diff.ts'
import type { PayloadPlan, PhasePlan, Plan, TargetPlan } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import { describeLoad } from '../shapes/index.ts'
import { durationInWords, numberInWords } from '../shapes/words.ts'
import { completed } from './reach.ts'

/** What a run was fired at, with what, and how far. */
export interface Fired {
  readonly plan: Plan
  readonly facts: TargetFacts
  /** As `reachInWords` says it. */
  readonly reach: string
}

/**
 * In what two runs differ that must be equal for their numbers to be comparable; empty for comparable runs. The
 * function's version, its code and runtime are what runs are compared for; a seed or a thread changes no load.
 */
export function mismatchesOf(baseline: Fired, candidate: Fired): Mismatch[] {
  const differing = traits.flatMap(([what, inWords]) => {
    const [first, second] = [inWords(baseline), inWords(candidate)]
    return first === second ? [] : [{ what, baseline: first, candidate: second }]
  })
  return [...differing, ...endsOf(baseline.reach, candidate.reach)]
}

/** Of two runs that were cut short nobody knows whether they ended at the same place in their load. */
const endsOf = (baseline: string, candidate: string): Mismatch[] =>
  baseline === completed && candidate === completed ? [] : [{ what: 'end', baseline, candidate }]

type InWords = (fired: Fired) => string

/** Two runs are alike in a trait when it is said in the same words, so words leave nothing out. */
const traits: readonly (readonly [what: string, InWords])[] = [
  ['target', ({ facts }) => placeOf(facts)],
  ['function', ({ plan }) => functionOf(plan.target)],
  ['region', ({ facts }) => facts.region ?? 'not known'],
  [
    'memory',
    ({ facts }) => (facts.memoryMb === undefined ? 'not known' : `${numberInWords(facts.memoryMb)} MB`),
  ],
  ['architecture', ({ facts }) => facts.architecture],
  ['payload', ({ plan }) => payloadsInWords(plan.payloads)],
  ['load', ({ plan }) => plan.phases.map(phaseInWords).join('; then ')],
  ['timeout', ({ plan }) => durationInWords(plan.timeout)],
  ['transport', ({ plan }) => plan.firing.transport],
  ['prewarming', ({ plan }) => (plan.firing.prewarm ? 'on' : 'off')],
  ['INIT billing', ({ plan }) => `${plan.pricing.initBilling} rule`],
]

function placeOf({ kind, emulated }: TargetFacts): string {
  if (kind === 'local') return 'the local Lambda'
  return emulated ? 'an endpoint that is not AWS itself' : 'AWS'
}

/** Its name alone: whether it is written as an ARN, a partial ARN or a name says nothing of what was fired at. */
const functionOf = ({ function: written }: TargetPlan): string =>
  /(?:^|:)function:([\w-]+)/.exec(written)?.[1] ?? written

/** Weights count by their shares: 9 to 1 is 90 to 10. */
function payloadsInWords(payloads: readonly PayloadPlan[]): string {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  const [only] = payloads
  if (only !== undefined && payloads.length === 1) return payloadInWords(only)
  return payloads
    .map((payload) => `${numberInWords(round((payload.weight / total) * 100))} % ${payloadInWords(payload)}`)
    .sort()
    .join(', ')
}

const payloadInWords = ({ bytes, sha256 }: PayloadPlan): string =>
  `${numberInWords(bytes)} bytes, SHA-256 ${sha256.slice(0, 12)}`

const round = (value: number): number => Number(value.toPrecision(6))

const phaseInWords = ({ load, discard }: PhasePlan): string =>
  discard ? `${describeLoad(load)} (left out)` : describeLoad(load)
