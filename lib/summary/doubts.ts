import type { FiringPlan, Load } from '../model/plan.ts'
import type { Counts, DistinctError, Health } from '../model/run.ts'

/** What the judgement on a run's numbers is made from. */
export interface Doubts {
  readonly counts: Counts
  /** There were warm-ups, which the counts leave out. */
  readonly besidesWarmUps?: boolean
  readonly health: Health
  readonly firing: FiringPlan
  /** Of the phases that count. */
  readonly loads: readonly Load[]
  /** Processors of the machine. */
  readonly cpus: number
  /** Median service time, µs. */
  readonly medianServiceTime?: number
  readonly errors: readonly DistinctError[]
  /** The function ran on this machine, so that sends and environments shared its cores. */
  readonly sharesCores: boolean
  /** Whole lines of the stored files that are no observations. */
  readonly damagedLines: number
}

/** A sender later than this, or than a tenth of the median service time, measures itself. µs. */
const latest = 10_000

/** Beside local environments, which take the same cores, it is later: a fault only past this or the median itself. */
const latestBesideEnvironments = 100_000

/** Up to where a time of the generator's own is no fault, µs. */
export function faultLimit(doubts: Doubts): number {
  const { medianServiceTime = 0, sharesCores } = doubts
  return sharesCores ? Math.max(latestBesideEnvironments, medianServiceTime) : noteLimit(doubts)
}

/** Up to where it is not even worth a note, µs. */
export const noteLimit = ({ medianServiceTime = 0 }: Doubts): number =>
  Math.max(latest, medianServiceTime / 10)

/** More of the arrivals than this must not be missing, or have something in their time that is not the function's. */
export const mostSpoilt = 0.01
