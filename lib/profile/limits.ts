import { readDurationBetween } from './durations.ts'

/** Limits that flags and profiles share. */
export const limits = {
  seed: 4_294_967_295,
  /** AWS Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  functionTimeout: ['1s', '900s'],
  environments: 100_000,
} as const

export const readFunctionTimeout = readDurationBetween(...limits.functionTimeout)
