import type { Clock } from '../../model/clock.ts'
import type { Exchange, Http1Client } from '../http1/client.ts'
import type { Micros } from '../../model/time.ts'
import type { Prepared, Reply } from '../target.ts'
import { interrupted } from './interrupted.ts'
import { readInvokeAnswer } from './invoke-answer.ts'
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

type Times = Pick<Reply, 'sentAt' | 'connectionSetup' | 'firstByteAt' | 'endedAt'>

function replyOf(exchange: Exchange): Reply {
  const reply = { ...timesOf(exchange), bytesIn: 0, markers: {} }
  const { result } = exchange
  switch (result.kind) {
    case 'answer':
      return { ...reply, bytesIn: result.answer.body.length, ...readInvokeAnswer(result.answer) }
    case 'timed-out':
      return { ...reply, outcome: { kind: 'timed-out' } }
    case 'interrupted':
      return { ...reply, outcome: interrupted }
    case 'failed':
      return { ...reply, outcome: { ...result, kind: 'transport-error' } }
    default:
      return result satisfies never
  }
}

function timesOf({ sentAt, connectionSetup, firstByteAt, endedAt }: Exchange): Times {
  return {
    sentAt,
    endedAt,
    ...(connectionSetup === undefined ? {} : { connectionSetup }),
    ...(firstByteAt === undefined ? {} : { firstByteAt }),
  }
}
