import type { Share, Workload } from '../model/arrival.ts'
import type { Random } from '../stats/prng.ts'

/** The load of one phase, ready to be asked about. */
export interface Shape {
  /** One phrase for people, for example `3 bursts of 10, 6 s apart`. */
  describe(): string
  /** What one share fires. `random` is copied, never advanced: every share hands in the same one. */
  workload(share: Share, random: Random): Workload
  /** Arrivals of all shares together; undefined where it can't be known ahead. */
  planned(random: Random | undefined): number | undefined
  /** The most arrivals that are planned for one instant. */
  readonly peakAtOnce: number
  /** The highest planned rate of a paced load, else 0. */
  readonly peakPerSecond: number
}
