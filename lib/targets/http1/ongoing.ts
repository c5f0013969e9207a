import { type Micros, micros } from '../../model/time.ts'
import type { Connection } from './connection.ts'
import type { Timed } from './deadlines.ts'
import type { Exchange, ExchangeResult } from './exchange.ts'

/** A request that is waiting for its connection or its answer. */
export class Ongoing implements Timed {
  readonly request: Uint8Array
  readonly signal: AbortSignal
  readonly sentAt: Micros
  connectionSetup: Micros | undefined
  firstByteAt: Micros | undefined
  /** Undefined while it waits for one. */
  connection: Connection | undefined
  deadline: Micros
  queue: Timed['queue']
  previous: Timed | undefined
  next: Timed | undefined
  readonly #resolve: (exchange: Exchange) => void

  constructor(
    request: Uint8Array,
    signal: AbortSignal,
    sentAt: Micros,
    resolve: (exchange: Exchange) => void,
  ) {
    this.request = request
    this.signal = signal
    this.sentAt = sentAt
    this.connectionSetup = undefined
    this.firstByteAt = undefined
    this.connection = undefined
    this.deadline = sentAt
    this.queue = undefined
    this.previous = undefined
    this.next = undefined
    this.#resolve = resolve
  }

  /** `now`: it has got a connection it had to wait for. */
  waitedUntil(now: Micros): void {
    this.connectionSetup = micros(now - this.sentAt)
  }

  end(result: ExchangeResult, endedAt: Micros): void {
    const { sentAt, connectionSetup, firstByteAt } = this
    this.#resolve({ sentAt, connectionSetup, firstByteAt, endedAt, result })
  }
}
