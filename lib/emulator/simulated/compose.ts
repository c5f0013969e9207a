import { answeredEnding } from '../environment/endings.ts'
import type { Ending } from '../environment/invocation.ts'
import { MAX_RESPONSE_BYTES } from '../environment/runtime-call.ts'
import { reportLine } from '../logs/report-line.ts'
import { answerPayload, errorPayload, type Mark } from './answer.ts'
import type { PlannedOutcome } from './life.ts'
import type { SimulatedEvent } from './read-event.ts'

/** What a planned outcome comes to, with the answer in it. */
export function composeEnding(
  outcome: PlannedOutcome,
  event: SimulatedEvent,
  mark: Mark,
  fillBytes: number,
): Ending {
  switch (outcome.kind) {
    case 'fatal':
      return outcome.ending
    case 'error':
      return answeredEnding({ kind: 'error', payload: errorPayload(outcome.message), errorType: 'Error' })
    case 'answer': {
      const payload = answerPayload(event, mark, fillBytes)
      const fits = payload.length <= MAX_RESPONSE_BYTES
      return answeredEnding(
        fits ? { kind: 'response', payload } : { kind: 'too-large', limitBytes: MAX_RESPONSE_BYTES },
      )
    }
    default:
      return outcome satisfies never
  }
}

export interface Measures {
  readonly durationMs: number
  readonly initMs: number | undefined
  readonly memoryMb: number
  readonly maxMemoryMb: number
}

/** The REPORT line of an invocation that ended so. */
export function composeReport(
  requestId: string,
  { status, errorType }: Ending,
  { durationMs, initMs, memoryMb, maxMemoryMb }: Measures,
): string {
  return reportLine({
    requestId,
    durationMs,
    ...(initMs === undefined ? {} : { initMs }),
    memoryMb,
    maxMemoryMb,
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
  })
}
