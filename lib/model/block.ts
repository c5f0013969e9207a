import type { Architecture } from './plan.ts'

/**
 * One portion of samples: one setting, one kind of start, fired in one go. It is stored as a run of its own, whose
 * phases that count are the block's load.
 */
export interface Block {
  readonly schema: 'coldburst/block@1'
  /** Counts from 0, in the order they were fired in. */
  readonly index: number
  /** Name of the setting. */
  readonly setting: string
  readonly start: 'warm' | 'cold'
  /** Blocks of one round, one for each setting, were fired one after the other: they share what drifts. */
  readonly round: number
  /** What every answer must say to be a sample; absent where it is not known. */
  readonly version?: string
  readonly memoryMb?: number
  /** What it is billed as, where that is neither the setting's nor the function's: a qualifier may say its own. */
  readonly architecture?: Architecture
  /** The same of its runtime: by that INIT is billed under the rule before 2025-08-01. */
  readonly runtime?: string
}
