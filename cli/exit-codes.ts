import type { Comparison } from '../lib/model/comparison.ts'
import type { Run } from '../lib/model/run.ts'
import type { Judgement } from '../lib/gates/exit-status.ts'

/** What the process ends with, so that scripts and CI jobs need not read the report. */
export const exitCodes = {
  passed: 0,
  internalError: 1,
  /** Nothing was sent. */
  usage: 2,
  /** The run's numbers can't be believed, or it could not complete. */
  invalid: 3,
  inconclusive: 4,
  failed: 99,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** When several hold: interrupted, then invalid, then failed, then inconclusive. */
export function exitCodeOf(run: Run, judgement: Judgement, signal: NodeJS.Signals | undefined): ExitCode {
  if (signal !== undefined) return exitCodeOfSignal(signal)
  if (!run.validity.valid) return exitCodes.invalid
  if (judgement === 'failed') return exitCodes.failed
  return judgement === 'inconclusive' ? exitCodes.inconclusive : exitCodes.passed
}

/**
 * Not everything put back, which somebody has to see to; then interrupted, then invalid; then whether there is a
 * recommendation.
 */
export function exitCodeOfComparison(
  { validity, putBack, recommendation }: Pick<Comparison, 'validity' | 'putBack' | 'recommendation'>,
  signal: NodeJS.Signals | undefined,
): ExitCode {
  if (putBack.kind === 'left' || putBack.kind === 'unknown') return exitCodes.invalid
  if (signal !== undefined) return exitCodeOfSignal(signal)
  if (!validity.valid) return exitCodes.invalid
  return recommendation.kind === 'none' ? exitCodes.inconclusive : exitCodes.passed
}

/** What a process ends with that a signal ended. */
export const exitCodeOfSignal = (signal: NodeJS.Signals): ExitCode =>
  signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted
