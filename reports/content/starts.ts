import { type StartKind, startKinds } from '../../lib/model/classification.ts'
import type { Distribution } from '../../lib/model/distribution.ts'
import type { Environments, Growth, Run } from '../../lib/model/run.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRoughly,
  plural,
} from '../quantities.ts'

export interface StartLine {
  readonly kind: StartKind
  readonly count: string
  /** Of those that ran. */
  readonly share: number
  readonly percent: string
}

/** How many invocations ran, of which `startLines` are the parts. */
export const ranCount = ({ starts }: Run): number => startKinds.reduce((sum, kind) => sum + starts[kind], 0)

/** Cold and warm always, the other kinds where there were any. */
export function startLines(run: Run): readonly StartLine[] {
  const ran = ranCount(run)
  if (ran === 0) return []
  return startKinds
    .filter((kind) => kind === 'cold' || kind === 'warm' || run.starts[kind] > 0)
    .map((kind) => {
      const share = run.starts[kind] / ran
      return { kind, count: formatCount(run.starts[kind]), share, percent: formatPercent(share) }
    })
}

/** Environments: how many, how busy, how often reused, and what could not be told. */
export function environmentSentences(run: Run): readonly string[] {
  const { environments, starts } = run
  return [
    ...(environments.count > 0 ? [howMany(environments), ...idleSentence(environments.idleGaps)] : []),
    ...memorySentence(run),
    ...(environments.overlaps > 0
      ? [`${plural(environments.overlaps, 'invocation')} ran beside another one in the same environment`]
      : []),
    ...unidentifiedSentence(run),
    ...(starts.unknown > 0
      ? [
          `unknown: neither a REPORT line nor the probe told how ${starts.unknown === 1 ? 'it' : 'they'} started`,
        ]
      : []),
  ]
}

/** Where no answer named one there is no probe: only then is wrapping the handler what helps. */
function unidentifiedSentence({ environments, target }: Run): readonly string[] {
  const { count, unidentified } = environments
  if (unidentified === 0) return []
  const named = `${plural(unidentified, 'invocation')} named no environment`
  return count === 0 && mayBeNode(target)
    ? [`${named}; wrap the handler with coldburst/probe to tell environments apart`]
    : [named]
}

/** The probe is for Node; of an image and of an unknown runtime it can't be told. */
const mayBeNode = ({ runtime = 'image' }: Run['target']): boolean =>
  runtime === 'image' || runtime.startsWith('nodejs')

/** What grows over the life of an environment, called out by name. */
export const growthSentences = ({ environments }: Run): readonly string[] =>
  environments.growth.map(growthSentence)

function growthSentence({ of, bytesPerInvocation, limitBytes, fullAfter, environments }: Growth): string {
  const [what, end] = of === 'tmp' ? ['/tmp', 'full'] : ['memory', 'used up']
  return (
    `${what} grows ${formatBytes(bytesPerInvocation)} per invocation; ${formatBytes(limitBytes)} will be ${end} ` +
    `after ${formatRoughly(fullAfter)} (seen in ${plural(environments, 'environment')})`
  )
}

function howMany(environments: Environments): string {
  const count = plural(environments.count, 'execution environment')
  const busy =
    environments.maxConcurrent > 0 ? `, at most ${formatCount(environments.maxConcurrent)} busy at once` : ''
  return `${count}${busy}${reuse(environments)}`
}

function reuse({ reuse: histogram, count }: Environments): string {
  const served = histogram.filter(([, environments]) => environments > 0)
  const [lowest, highest] = [served[0]?.[0], served.at(-1)?.[0]]
  if (lowest === undefined || highest === undefined) return ''
  if (count === 1) return `; it served ${formatCount(lowest)}`
  if (lowest === highest) return `; each served ${formatCount(lowest)}`
  return `; each served ${formatCount(medianOf(served))} (median), ${formatCount(lowest)} to ${formatCount(highest)}`
}

/** By nearest rank. */
function medianOf(histogram: Environments['reuse']): number {
  const rank = Math.ceil(histogram.reduce((sum, [, environments]) => sum + environments, 0) / 2)
  let seen = 0
  for (const [invocations, environments] of histogram) {
    seen += environments
    if (seen >= rank) return invocations
  }
  return 0
}

/** µs */
const shortestGap = 1_000

function idleSentence(gaps: Distribution | undefined): readonly string[] {
  if (gaps === undefined || gaps.count === 0) return []
  // Answers on their way back overlap with the next request: below this the gap is not one.
  const inWords = gaps.p50 < shortestGap ? 'under 1 ms' : formatDuration(gaps.p50)
  const median = gaps.unresolved.includes('p50') ? '' : `${inWords} (median), `
  return [`idle between two invocations: ${median}at most ${formatDuration(gaps.max)}`]
}

function memorySentence({ distributions, target }: Run): readonly string[] {
  const used = distributions.memory_used?.all
  if (used === undefined || used.count === 0) return []
  const of = target.memoryMb === undefined ? '' : ` of ${formatCount(target.memoryMb)} MB`
  return [`Max Memory Used: ${formatBytes(used.max)}${of}`]
}
