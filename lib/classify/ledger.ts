import type { Classification, StartKind } from '../model/classification.ts'
import type { Sent } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { EnvironmentSummary, Environments, Growth } from '../model/run.ts'
import { type Micros, micros } from '../model/time.ts'
import { bytesPerMb, findGrowth } from './growth.ts'
import { type ClientInterval, certainlyOverlapped } from './overlap.ts'
import { type Trend, addPoint, emptyTrend } from './trend.ts'

export interface Ledger {
  /** Notes one classified invocation; feed them in the order in which they ended. `discarded`: its phase is. */
  add(sent: Sent, classification: Classification, phase: { readonly discarded: boolean }): void
  /** What all environments did. `idleGaps` is left to whoever was handed the gaps. */
  finish(limits: GrowthLimits, maxConcurrent: number): Environments
}

export interface GrowthLimits {
  /** Size of /tmp; 512 (Lambda's default) when absent. */
  readonly tmpMb?: number | undefined
  /** Memory setting; what REPORT says when absent. */
  readonly memoryMb?: number | undefined
}

export interface IdleGaps {
  readonly recordIdleGap: (gap: Micros) => void
}

/**
 * A ledger of environments. Invocations of discarded phases make an environment known (its first start, its
 * growth), but are not counted; an environment without counted ones is left out.
 */
export function createLedger({ recordIdleGap }: IdleGaps): Ledger {
  const environments = new Map<string, Life>()
  const totals: Totals = { overlaps: 0, unidentified: 0, memorySizeMb: undefined }

  function add(
    sent: Sent,
    classification: Classification,
    { discarded }: { readonly discarded: boolean },
  ): void {
    if (!ran(sent.outcome)) return
    totals.memorySizeMb ??= sent.markers.report?.memorySizeMb
    const { environmentId: id } = classification
    if (id === undefined) {
      if (!discarded) totals.unidentified++
      return
    }
    let life = environments.get(id)
    if (life === undefined) {
      life = newLife(sent, classification)
      environments.set(id, life)
    }
    follow(life, sent)
    if (!discarded) count(life, sent, classification)
    remember(life, sent)
  }

  function count(life: Life, sent: Sent, { start }: Classification): void {
    life.invocations++
    if (start === 'reinitialized') life.reinitialized++
    if (life.previous === undefined) return
    const gap = sent.sentAt - life.previous.endedAt
    if (gap < 0 && certainlyOverlapped(life.previous, intervalOf(sent))) totals.overlaps++
    // Sent before the one before had answered, it found no idle environment: a gap of nothing, not a negative one.
    else recordIdleGap(micros(Math.max(0, gap)))
  }

  function finish(limits: GrowthLimits, maxConcurrent: number): Environments {
    const counted = [...environments].filter(([, life]) => life.invocations > 0)
    return {
      count: counted.length,
      maxConcurrent,
      reuse: reuseOf(counted.map(([, life]) => life.invocations)),
      overlaps: totals.overlaps,
      unidentified: totals.unidentified,
      growth: growthOf([...environments.values()], limits, totals.memorySizeMb),
      list: counted
        .toSorted(([, a], [, b]) => a.firstAt - b.firstAt)
        .slice(0, longestList)
        .map(([id, life]) => summary(id, life)),
    }
  }

  return { add, finish }
}

const longestList = 1_000
const defaultTmpMb = 512

interface Totals {
  overlaps: number
  unidentified: number
  memorySizeMb: number | undefined
}

interface Life {
  readonly firstStart: StartKind
  readonly tmp: Trend
  readonly memory: Trend
  firstAt: Micros
  lastAt: Micros
  /** Discarded ones too. */
  ordinal: number
  /** Without discarded ones. */
  invocations: number
  reinitialized: number
  maxMemoryUsedMb: number | undefined
  tmpBytes: number | undefined
  previous: Mutable<ClientInterval> | undefined
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function newLife(sent: Sent, { start }: Classification): Life {
  return {
    firstStart: start,
    tmp: emptyTrend(),
    memory: emptyTrend(),
    firstAt: sent.sentAt,
    lastAt: sent.endedAt,
    ordinal: 0,
    invocations: 0,
    reinitialized: 0,
    maxMemoryUsedMb: undefined,
    tmpBytes: undefined,
    previous: undefined,
  }
}

function follow(life: Life, sent: Sent): void {
  const { report, probe } = sent.markers
  life.ordinal++
  if (sent.sentAt < life.firstAt) life.firstAt = sent.sentAt
  if (sent.endedAt > life.lastAt) life.lastAt = sent.endedAt
  if (probe?.tmpBytes !== undefined) {
    life.tmpBytes = probe.tmpBytes
    addPoint(life.tmp, life.ordinal, probe.tmpBytes)
  }
  if (report?.maxMemoryUsedMb !== undefined) {
    life.maxMemoryUsedMb = Math.max(life.maxMemoryUsedMb ?? 0, report.maxMemoryUsedMb)
    // At its limit it is killed and starts again, but the high-water mark stays: what follows is no trend.
    const isFull = report.memorySizeMb !== undefined && report.maxMemoryUsedMb >= report.memorySizeMb
    if (!isFull) addPoint(life.memory, life.ordinal, report.maxMemoryUsedMb * bytesPerMb)
  }
}

/** Into the object that is there: this runs for every invocation. */
function remember(life: Life, sent: Sent): void {
  const { previous } = life
  if (previous === undefined) {
    life.previous = intervalOf(sent)
    return
  }
  previous.sentAt = sent.sentAt
  previous.endedAt = sent.endedAt
  previous.duration = sent.markers.report?.duration
}

const intervalOf = (sent: Sent): ClientInterval => ({
  sentAt: sent.sentAt,
  endedAt: sent.endedAt,
  duration: sent.markers.report?.duration,
})

function reuseOf(invocations: readonly number[]): [invocations: number, environments: number][] {
  const howMany = new Map<number, number>()
  for (const served of invocations) howMany.set(served, (howMany.get(served) ?? 0) + 1)
  return [...howMany].toSorted(([a], [b]) => a - b)
}

function growthOf(lives: readonly Life[], limits: GrowthLimits, reportedMb: number | undefined): Growth[] {
  const tmp = findGrowth(
    'tmp',
    lives.map((life) => life.tmp),
    limits.tmpMb ?? defaultTmpMb,
  )
  const memoryMb = limits.memoryMb ?? reportedMb
  const memory =
    memoryMb === undefined
      ? undefined
      : findGrowth(
          'memory',
          lives.map((life) => life.memory),
          memoryMb,
        )
  return [tmp, memory].filter((growth) => growth !== undefined)
}

function summary(id: string, life: Life): EnvironmentSummary {
  return {
    id,
    invocations: life.invocations,
    firstStart: life.firstStart,
    reinitialized: life.reinitialized,
    firstAt: life.firstAt,
    lastAt: life.lastAt,
    ...(life.maxMemoryUsedMb !== undefined && { maxMemoryUsedMb: life.maxMemoryUsedMb }),
    ...(life.tmpBytes !== undefined && { tmpBytes: life.tmpBytes }),
  }
}
