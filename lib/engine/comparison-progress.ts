import type { Round } from '../compare/schedule.ts'
import type { Setting } from '../model/comparison-plan.ts'
import type { Versions } from '../settings/stage.ts'
import type { Progress } from './thread-messages.ts'

/** Where a comparison is, for a live line. */
export interface ComparisonProgress {
  readonly stage: 'preparing' | 'firing' | 'putting-back'
  /** While settings are prepared, where versions of them are published. */
  readonly versions?: Versions
  readonly round?: Round
  readonly setting?: Setting
  /** Samples accepted so far, of all settings together. */
  readonly warm: number
  readonly cold: number
  /** USD, by list price; 0 where none is known. */
  readonly usd: number
  /** Of the block in flight. */
  readonly block?: Progress
}
