import type { PhaseSummary, Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration } from '../quantities.ts'

export interface Headline {
  readonly function: string
  /** What is known of it: memory, architecture, runtime, region. */
  readonly facts: readonly string[]
  /** Where it ran, when, for how long, and how that ended. */
  readonly circumstances: readonly string[]
}

/** What a headline is made from; a comparison has it too. */
export type Occasion = Pick<Run, 'startedAt' | 'durationMs' | 'ended'> & {
  readonly plan: Pick<Run['plan'], 'name'>
  /** Without an architecture where there are several. */
  readonly target: Omit<Run['target'], 'architecture'> & Partial<Pick<Run['target'], 'architecture'>>
}

const withSeparators = (memoryMb: number): string => `${formatCount(memoryMb)} MB`

/** What was fired at, when, and for how long. */
export function headline(run: Occasion, memoryWords = withSeparators): Headline {
  const { target } = run
  const versions = target.versions.filter((version) => version !== '$LATEST')
  return {
    function: target.function,
    facts: [
      ...(versions.length > 0
        ? [`${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')}`]
        : []),
      ...(target.memoryMb === undefined ? [] : [memoryWords(target.memoryMb)]),
      ...architectureOf(target),
      ...(target.runtime === undefined ? [] : [target.runtime]),
      ...(target.region === undefined ? [] : [target.region]),
    ],
    circumstances: [
      ...(run.plan.name === target.function ? [] : [run.plan.name]),
      ...whereItRan(run),
      whenItStarted(run.startedAt),
      `took ${formatDuration(run.durationMs * 1_000)}`,
      ...howItEnded(run),
    ],
  }
}

function architectureOf({ architecture, architectureFrom }: Occasion['target']): readonly string[] {
  if (architecture === undefined) return []
  return [architectureFrom === 'assumed' ? `${architecture} (assumed)` : architecture]
}

function whereItRan({ target }: Occasion): readonly string[] {
  if (!target.emulated) return target.endpoint === undefined ? [] : [`at ${target.endpoint}`]
  if (target.kind === 'local') return ['emulated on this machine']
  return [`not AWS itself${target.endpoint === undefined ? '' : `: ${target.endpoint}`}`]
}

const whenItStarted = (startedAt: string): string =>
  startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/u, '$1 $2 UTC')

function howItEnded({ ended }: Occasion): readonly string[] {
  switch (ended) {
    case 'completed':
      return []
    case 'interrupted':
      return ['interrupted']
    case 'incomplete':
      return ['incomplete: the run broke off, this is what it had stored']
    default:
      return ended satisfies never
  }
}

export interface PhaseLine {
  readonly name: string
  readonly describes: string
  readonly sent: string
  readonly starts: string
  readonly discarded: boolean
}

/** One line for each phase: its load, what was sent of it, how those started. */
export const phaseLines = (run: Run): readonly PhaseLine[] =>
  run.phases.map((phase) => ({
    name: phase.name,
    describes: phase.describes,
    sent: `${formatCount(phase.counts.sent)} sent`,
    starts: phaseStarts(phase),
    discarded: phase.discard,
  }))

function phaseStarts({ starts }: PhaseSummary): string {
  const kinds = (['cold', 'restored', 'reinitialized'] as const).filter((kind) => starts[kind] > 0)
  return kinds.map((kind) => `${formatCount(starts[kind])} ${kind}`).join(', ')
}

/** Why the run allows no verdict; empty when it is valid. */
export const invalidReasons = ({ validity }: Pick<Run, 'validity'>): readonly string[] =>
  validity.valid ? [] : validity.reasons.length > 0 ? validity.reasons : ['no reason was recorded']

/** Whether nothing succeeded at all: then the errors are what a reader needs first. */
export const nothingSucceeded = ({ counts }: Run): boolean => counts.ok === 0
