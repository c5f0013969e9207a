import type { Emulation, FunctionShare, MechanismRow } from '../../lib/model/emulation.ts'
import { firedFunction } from '../../lib/model/plan.ts'
import type { Run } from '../../lib/model/run.ts'
import { formatBytes, formatCount, formatDuration, formatPercent, plural } from '../quantities.ts'

/** By which means one thing was kept to, and what of it is not as on Lambda. */
export interface MechanismLine {
  readonly label: string
  readonly means: string
  readonly degraded: string | undefined
}

/** One line for each mechanism of the local Lambda, in its own order; none of them is about a model. */
export function mechanismLines({ emulation, plan }: Run): readonly MechanismLine[] {
  if (firedFunction(plan)?.runtime === 'simulated') return [simulated]
  return (emulation?.mechanisms ?? []).map(({ row, means, degraded }: MechanismRow) => ({
    label: row.replaceAll('-', ' '),
    means,
    degraded,
  }))
}

const simulated: MechanismLine = {
  label: 'simulated',
  means: 'no process runs: Duration, Init Duration and memory are drawn from a model',
  degraded: undefined,
}

/** What a function was due and what it got; a text is empty where it is not known. */
export interface ShareLine {
  readonly name: string
  readonly memory: string
  readonly asked: string
  readonly achieved: string
  readonly busyAtOnce: string
  readonly maxMemoryUsed: string
}

export const shareHeadings = [
  'memory',
  'CPU share asked',
  'achieved',
  'busy at once',
  'Max Memory Used',
] as const

type Sharing = Pick<Run, 'emulation' | 'plan' | 'distributions'>

/** One line for each function that ran, the one fired at first. */
export const shareLines = (run: Sharing): readonly ShareLine[] =>
  (run.emulation?.functions ?? []).map((fn) => ({
    name: fn.name,
    memory: `${formatCount(fn.memoryMb)} MB`,
    asked: shareText(fn.askedShare),
    achieved: shareText(fn.achievedShare),
    busyAtOnce: formatCount(fn.busyAtOnce),
    maxMemoryUsed: fn.name === firedFunction(run.plan)?.name ? memoryUsed(run) : '',
  }))

const shareText = (share: number | undefined): string => (share === undefined ? '–' : formatPercent(share))

function memoryUsed({ distributions }: Sharing): string {
  const used = distributions.memory_used?.all
  return used === undefined || used.count === 0 ? '' : formatBytes(used.max)
}

/** What a reader needs to read the shares. */
export function shareNotes({ emulation }: Run): readonly string[] {
  const functions = emulation?.functions ?? []
  if (functions.length === 0) return []
  return [
    'of a vCPU, for each environment while it wants to run: what its memory buys (MB / 1,769), and what it got; INIT, which Lambda boosts, is left out',
    ...functions.flatMap((fn) => [...incomparable(fn), ...beyondHost(fn, emulation?.cores)]),
  ]
}

function incomparable({ name, askedShare, cpuTime }: FunctionShare): readonly string[] {
  if (askedShare !== undefined) return []
  return [
    `– ${name} wanted next to no processor (${formatDuration(cpuTime)} used): there is nothing to compare`,
  ]
}

function beyondHost({ name, vcpus, vcpusHere }: FunctionShare, cores: number | undefined): readonly string[] {
  if (vcpusHere >= vcpus || cores === undefined) return []
  return [
    `${name} would have ${vcpus.toFixed(1)} vCPUs on Lambda; this machine has ${plural(cores, 'core')}, and it gets no more`,
  ]
}

/** Whether a part of the run was beyond this machine. */
export const isSaturated = ({ emulation }: Pick<Run, 'emulation'>): boolean =>
  (emulation?.hostSaturated.seconds ?? 0) > 0

/** «host saturated in 11 of 26.4 s». */
export const saturatedFor = ({ hostSaturated: { seconds, of } }: Emulation): string =>
  seconds < of
    ? `host saturated in ${formatTenths(seconds)} of ${formatTenths(of)} s`
    : `host saturated all the time (${formatTenths(of)} s)`

const formatTenths = (value: number): string => String(Number(value.toFixed(1)))

/** The mark at the top of a report; undefined when there is none to make. */
export function saturationMark(run: Pick<Run, 'emulation'>): string | undefined {
  if (run.emulation === undefined || !isSaturated(run)) return undefined
  return `${capital(saturatedFor(run.emulation))}: Durations may be longer than the memory setting alone makes them, see Local Lambda below.`
}

/** What «host saturated» means, and what to do about it. */
export function saturationSentences({ emulation }: Run): readonly string[] {
  if (emulation === undefined || emulation.hostSaturated.seconds === 0) return []
  const machine =
    emulation.cores === undefined ? 'this machine' : `the ${plural(emulation.cores, 'core')} of this machine`
  return [
    `${capital(saturatedFor(emulation))}: environments were due more processor time than ${machine} could give.`,
    'The run is valid, but work that computes took longer than it would have by its memory. Fire at fewer environments at once (a smaller burst or -c), or on a machine with more cores.',
  ]
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
