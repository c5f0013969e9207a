import type { Clock } from '../../model/clock.ts'
import type { Exchange, ExchangeResult, Http1Client } from '../http1/client.ts'
import type { Micros } from '../../model/time.ts'
import type { Prepared, Reply } from '../target.ts'
import { interrupted } from './interrupted.ts'
import { type Reading, readInvokeAnswer } from './invoke-answer.ts'
import type { SignedRequest } from './invoke-request.ts'
import type { ServiceTime } from './service-time.ts'
import { transportOutcome } from './transport-outcome.ts'

/** A signed request that waits to be written. */
export class LeanShot implements Prepared {
  readonly #client: Http1Client
  readonly #request: SignedRequest
  readonly #time: ServiceTime

  constructor(client: Http1Client, request: SignedRequest, time: ServiceTime) {
    this.#client = client
    this.#request = request
    this.#time = time
  }

  async fire(timeout: Micros, signal: AbortSignal): Promise<Reply> {
    const exchange = await this.#client.exchange(this.#request.bytes(), timeout, signal)
    const { result } = exchange
    if (result.kind === 'answer' && result.answer.status === 403) {
      this.#time.refused(result.answer.headers['date'])
    }
    return replyOf(exchange)
  }

  discard(): void {
    // Nothing was opened for it.
  }
}

/** One that could not be prepared: firing it tells why. */
export function failedShot(error: unknown, clock: Clock): Prepared {
  return {
    async fire() {
      const sentAt = clock.now()
      return { sentAt, endedAt: sentAt, bytesIn: 0, markers: {}, outcome: transportOutcome(error) }
    },
    discard: () => undefined,
  }
}

type Building = { -readonly [K in keyof Reply]: Reply[K] }

/** Written out: spreading a few objects into one takes longer than reading the answer. */
function replyOf(exchange: Exchange): Reply {
  const { sentAt, connectionSetup, firstByteAt, endedAt, result } = exchange
  const { outcome, markers, log } = readingOf(result)
  const bytesIn = result.kind === 'answer' ? result.answer.body.length : 0
  const reply: Building = { sentAt, endedAt, outcome, markers, bytesIn }
  if (connectionSetup !== undefined) reply.connectionSetup = connectionSetup
  if (firstByteAt !== undefined) reply.firstByteAt = firstByteAt
  if (log !== undefined) reply.log = log
  return reply
}

function readingOf(result: ExchangeResult): Reading {
  switch (result.kind) {
    case 'answer':
      return readInvokeAnswer(result.answer)
    case 'timed-out':
      return { markers: {}, outcome: { kind: 'timed-out' } }
    case 'interrupted':
      return { markers: {}, outcome: interrupted }
    case 'failed':
      return { markers: {}, outcome: { ...result, kind: 'transport-error' } }
    default:
      return result satisfies never
  }
}
