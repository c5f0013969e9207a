import type { Difference, Estimate } from '../model/difference.ts'
import { counted } from '../shapes/words.ts'
import { fewestBlocks } from '../stats/bootstrap.ts'
import { fewestForPercentile } from '../stats/intervals.ts'
import { listInWords } from '../summary/in-words.ts'
import type { NotedRun } from './notes.ts'
import { stretches } from './places.ts'

/** A metric that both runs have values of, in too few blocks to tell a difference. */
export interface Untold {
  /** As the threshold grammar writes it, without an aggregate. */
  readonly metric: string
  readonly baseline: Amount
  readonly candidate: Amount
  /** Blocks that count: those in which both have values where they are compared block by block. */
  readonly shared: number
}

export interface Amount {
  readonly values: number
  readonly blocks: number
}

interface Sides {
  readonly baseline: Pick<NotedRun, 'blocks' | 'calls' | 'bursts'>
  readonly candidate: Pick<NotedRun, 'blocks' | 'calls' | 'bursts'>
}

/** How much there is of what has no verdict for want of blocks, how much that takes, and what to do. */
export function tooFewBlocks(sides: Sides, untold: readonly Untold[]): string[] {
  if (untold.length === 0) return []
  const { baseline, candidate } = sides
  const isShort = Math.min(baseline.blocks, candidate.blocks) < fewestBlocks
  const there = isShort
    ? [`The baseline has ${fired(baseline)}, the candidate ${fired(candidate)}.`]
    : amountsOf(untold)
  return [[rule, ...there, advice(sides, untold)].join(' ')]
}

const rule =
  'Whether a difference is more than chance can be told where both runs have values in six blocks or more ' +
  `(a burst is a block; any other load is cut into ${stretches}).`

const fired = ({ calls, blocks }: Sides['baseline']): string =>
  `${counted(calls, 'call')} in ${counted(blocks, 'block')}`

/** Metrics of the same invocations have the same amounts. */
function amountsOf(untold: readonly Untold[]): readonly string[] {
  const metrics = new Map<string, string[]>()
  for (const one of untold) {
    const amounts = inWords(one)
    metrics.set(amounts, [...(metrics.get(amounts) ?? []), one.metric])
  }
  return [...metrics].map(([amounts, names]) => `Of ${listInWords(names)} there are fewer: ${amounts}.`)
}

function inWords({ baseline, candidate, shared }: Untold): string {
  const [before, after] = [baseline, candidate].map(
    ({ values, blocks }) => `${counted(values, 'value')} in ${counted(blocks, 'block')}`,
  )
  const both =
    shared < Math.min(baseline.blocks, candidate.blocks) ? `, and in ${shared} of these both have values` : ''
  return `${before} of the baseline and ${after} of the candidate${both}`
}

/** The least that can be enough: a further burst, or call, may bring no value of what is missing. */
function advice({ baseline, candidate }: Sides, untold: readonly Untold[]): string {
  const missing = fewestBlocks - Math.min(...untold.map(({ shared }) => shared))
  const least = (key: 'blocks' | 'calls'): number => Math.min(baseline[key], candidate[key]) + missing
  return baseline.bursts && candidate.bursts
    ? `Fire at least ${least('blocks')} bursts in each run (--repeat).`
    : `Fire at least ${counted(least('calls'), 'call')} in each run (--requests, or a longer --duration).`
}

/** Which percentiles are missing, and from how many values on they are told. */
export function tooFewValues(differences: readonly Difference[]): string[] {
  const missing = differences.filter((one) => isMissing(one.baseline) || isMissing(one.candidate))
  const percentiles = new Set(missing.flatMap(({ metric }) => percentileIn(metric) ?? []))
  if (percentiles.size === 0) return []
  const each = [...percentiles]
    .toSorted((a, b) => a - b)
    .map((percentile) => `p${percentile} from ${fewestForPercentile(percentile)}`)
  return [
    `A percentile is told where five values lie on both sides of it: ${listInWords(each)} on in each run. ` +
      'Where it is missing, more calls give it; of Init Duration more cold starts, as of a larger burst.',
  ]
}

const isMissing = ({ resolved }: Estimate): boolean => !resolved

function percentileIn(metric: string): number | undefined {
  const digits = /p\(([\d.]+)\)$/u.exec(metric)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
