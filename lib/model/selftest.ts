import type { Tool } from './run.ts'
import type { Micros } from './time.ts'

/** What `coldburst selftest` found out about this machine and this version. */
export interface Selftest {
  readonly schema: 'coldburst/selftest@1'
  readonly tool: Tool
  readonly machine: SelftestMachine
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly ended: 'completed' | 'interrupted'
  readonly checks: readonly CheckResult[]
  /** Absent where it was not asked for, or not reached. */
  readonly honestRate?: HonestRate
}

export interface SelftestMachine {
  readonly processor: string
  readonly memoryGb: number
  readonly system: string
  /** How late a thread woke that only slept, over the whole selftest. */
  readonly wakeUp?: { readonly p50: Micros; readonly p99: Micros; readonly max: Micros }
}

export interface CheckResult {
  /** `A1` to `A19`. */
  readonly id: string
  readonly title: string
  /** What was fired at what, in one line. */
  readonly setup: string
  readonly rows: readonly Row[]
  readonly verdict: RowVerdict
  /** How often it was run; one that was not `ok` is run again. */
  readonly attempts: number
  /** Why there are no rows. */
  readonly skipped?: string
}

/** `too noisy`: off, but by no more than this machine was seen to hold threads up meanwhile. */
export type RowVerdict = 'ok' | 'off' | 'too noisy' | 'skipped'

/** One answer that theory gives, beside the one that coldburst gave. */
export type Row = NumberRow | FactRow

export interface NumberRow {
  readonly kind: 'number'
  readonly what: string
  readonly unit: RowUnit
  /** Whether the measured value should be the claimed one, or on one side of it. */
  readonly relation: 'equal' | 'at-least' | 'at-most'
  readonly claimed: number
  /** Absent where nothing was measured. */
  readonly measured?: number
  readonly tolerance: number
  /** What the noise of this machine may have added. */
  readonly noise: number
  readonly verdict: RowVerdict
}

export type RowUnit = 'µs' | 'count' | 'ratio' | 'number'

export interface FactRow {
  readonly kind: 'fact'
  readonly what: string
  readonly claimed: string
  readonly measured: string
  readonly verdict: RowVerdict
}

/** The highest rate of an open loop at which this machine still keeps the schedule. */
export interface HonestRate {
  /** Absent where not even the lowest that was tried is kept. */
  readonly perSecond?: number
  /** What stops the next one, as a sentence; absent where the highest that was tried is kept. */
  readonly limit?: string
  /** In the order they were tried. */
  readonly tried: readonly TriedRate[]
}

export interface TriedRate {
  readonly perSecond: number
  readonly lagP99?: Micros
  readonly kept: boolean
}
