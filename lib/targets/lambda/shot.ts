import type { Readable } from 'node:stream'
import type { Clock } from '../../model/clock.ts'
import { defined } from '../../model/defined.ts'
import { longestTimer, type Micros, toMillis } from '../../model/time.ts'
import type { Prepared, Reply } from '../target.ts'
import { collectBody } from './collect-body.ts'
import { interrupted } from './interrupted.ts'
import { type RawAnswer, readInvokeAnswer } from './invoke-answer.ts'
import { transportOutcome } from './transport-outcome.ts'

/** One request on its way through the SDK: stopped at the gate, released by `fire`, stamped as it goes. */
export class Shot implements Prepared {
  /** Resolves when the request is signed and waits, or when it failed on the way there. */
  readonly atGate: Promise<void>
  readonly #clock: Clock
  readonly #gate = deferred()
  readonly #arrived = deferred()
  readonly #abort = new AbortController()
  #settled: Promise<unknown> = Promise.resolve()
  #givenUp: 'timed-out' | 'interrupted' | undefined
  #sentAt: Micros | undefined
  #firstByteAt: Micros | undefined
  #endedAt: Micros | undefined
  #answer: RawAnswer | undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.atGate = this.#arrived.promise
    // A request that failed on the way is not at the gate when it is discarded: then nobody waits there.
    this.#gate.promise.catch(() => undefined)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** `sending` is the SDK's promise for this request. */
  begin(sending: Promise<unknown>): void {
    // The answer is read from the wire, in `pass`; what the SDK makes of it, also its errors, is of no use.
    this.#settled = sending.then(
      () => undefined,
      (error: unknown) => error,
    )
    void this.#settled.then(this.#arrived.resolve)
  }

  /** The gate itself, run by the SDK in the place of the write. */
  async pass<T extends { response: unknown }>(write: () => Promise<T>): Promise<T> {
    this.#arrived.resolve()
    await this.#gate.promise
    this.#sentAt = this.#clock.now()
    const result = await write()
    this.#firstByteAt = this.#clock.now()
    const response = result.response as HttpResponse
    const body = await collectBody(response.body as Readable, this.signal)
    this.#endedAt = this.#clock.now()
    this.#answer = { status: response.statusCode, headers: response.headers, body }
    response.body = body
    return result
  }

  async fire(timeout: Micros, signal: AbortSignal): Promise<Reply> {
    const releasedAt = this.#clock.now()
    const timer = setTimeout(() => this.#giveUp('timed-out'), Math.min(toMillis(timeout), longestTimer))
    const interrupt = (): void => this.#giveUp('interrupted')
    signal.addEventListener('abort', interrupt)
    if (signal.aborted) interrupt()
    this.#gate.resolve()
    const error = await this.#settled
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
    return this.#reply(releasedAt, error)
  }

  discard(): void {
    this.#abort.abort()
    this.#gate.reject(new Error('discarded'))
  }

  #giveUp(why: 'timed-out' | 'interrupted'): void {
    if (this.#answer) return
    this.#givenUp = why
    this.#abort.abort()
  }

  #reply(releasedAt: Micros, error: unknown): Reply {
    const times = {
      sentAt: this.#sentAt ?? releasedAt,
      firstByteAt: this.#firstByteAt,
      endedAt: this.#endedAt ?? this.#clock.now(),
    }
    if (this.#answer) {
      return defined({ ...times, bytesIn: this.#answer.body.length, ...readInvokeAnswer(this.#answer) })
    }
    return defined({ ...times, bytesIn: 0, markers: {}, outcome: this.#failure(error) })
  }

  #failure(error: unknown): Reply['outcome'] {
    if (this.#givenUp === 'timed-out') return { kind: 'timed-out' }
    if (this.#givenUp === 'interrupted') return interrupted
    return transportOutcome(error)
  }
}

interface HttpResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  body: unknown
}

interface Deferred {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function deferred(): Deferred {
  let resolve!: () => void
  let reject!: (error: Error) => void
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
