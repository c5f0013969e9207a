import { readDurationBetween, readDurationUpTo } from './durations.ts'

/** Limits that flags and profiles share. */
export const limits = {
  seed: 4_294_967_295,
  /** AWS Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  functionTimeout: ['1s', '900s'],
  environments: 100_000,
  /** Of the local Lambda for what AWS counts per account. */
  concurrency: 1_000_000,
  /** More than a machine has use for; each takes memory. */
  threads: 64,
  /** Samples of each setting of a comparison: fewer warm ones say nothing of a percentile. */
  leastWarm: 10,
  warm: 1_000_000,
  cold: 10_000,
  /** Settings of a comparison: each is published, and costs money. */
  settings: 100,
  /** A timer of Node can't be set for more than 24.8 days. */
  idle: ['1ms', '24d'],
  /** Of what may be waited for before INIT, and after an update. */
  placementDelay: '60s',
  updateDelay: '300s',
} as const

export const readFunctionTimeout = readDurationBetween(...limits.functionTimeout)
export const readIdle = readDurationBetween(...limits.idle)
export const readPlacementDelay = readDurationUpTo(limits.placementDelay)
export const readUpdateDelay = readDurationUpTo(limits.updateDelay)
