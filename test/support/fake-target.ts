import type { Clock } from '../../lib/model/clock.ts'
import { type Micros, micros } from '../../lib/model/time.ts'
import type { Prepared, Reply, Target } from '../../lib/targets/target.ts'

/** What became of one request, in order of preparation. Times are virtual. */
export interface FakeRequest {
  readonly body: string
  readonly preparedAt: Micros
  firedAt?: Micros
  discarded: boolean
}

export interface FakeBehaviour {
  /** How long the answer to the n-th prepared request takes, µs. */
  readonly answers?: (n: number) => number
  /** How long preparing the n-th request takes, µs. */
  readonly preparation?: (n: number) => number
  readonly outcome?: (n: number) => Reply['outcome']
  readonly log?: string
}

/** A target without a network: it writes down what is asked of it and answers after virtual time. */
export class FakeTarget implements Target {
  readonly requests: FakeRequest[] = []
  readonly #clock: Clock
  readonly #behaviour: FakeBehaviour
  closed = false

  constructor(clock: Clock, behaviour: FakeBehaviour = {}) {
    this.#clock = clock
    this.#behaviour = behaviour
  }

  /** Prepared, and neither fired nor discarded. */
  get waiting(): number {
    return this.requests.filter(({ firedAt, discarded }) => firedAt === undefined && !discarded).length
  }

  get fired(): FakeRequest[] {
    return this.requests.filter(({ firedAt }) => firedAt !== undefined)
  }

  /** How many connections were asked for, when, and how long before they are needed. */
  readonly prewarmed: { readonly count: number; readonly at: Micros; readonly lead?: Micros }[] = []

  async prewarm(count: number, _?: AbortSignal, lead?: Micros): Promise<void> {
    this.prewarmed.push({ count, at: this.#clock.now(), ...(lead !== undefined && { lead }) })
  }

  connections(): undefined {
    return undefined
  }

  /** The same target with another way of preparing. */
  preparing(prepare: Target['prepare']): Target {
    return {
      prepare,
      prewarm: async (count, signal, lead) => this.prewarm(count, signal, lead),
      connections: () => this.connections(),
      close: () => this.close(),
    }
  }

  async prepare(body: Uint8Array): Promise<Prepared> {
    const n = this.requests.length
    const request: FakeRequest = {
      body: Buffer.from(body).toString(),
      preparedAt: this.#clock.now(),
      discarded: false,
    }
    this.requests.push(request)
    const takes = this.#behaviour.preparation?.(n) ?? 0
    if (takes > 0) await this.#clock.until(micros(this.#clock.now() + takes), never)
    return {
      fire: (timeout, signal) => this.#fire(n, request, timeout, signal),
      discard: () => {
        if (request.firedAt !== undefined || request.discarded) throw new Error('discarded after its end')
        request.discarded = true
      },
    }
  }

  close(): void {
    this.closed = true
  }

  async #fire(n: number, request: FakeRequest, timeout: Micros, signal: AbortSignal): Promise<Reply> {
    if (request.firedAt !== undefined || request.discarded) throw new Error('fired after its end')
    const sentAt = this.#clock.now()
    request.firedAt = sentAt
    const takes = this.#behaviour.answers?.(n) ?? 10_000
    await this.#clock.until(micros(sentAt + Math.min(takes, timeout)), signal)
    const came = { sentAt, endedAt: this.#clock.now(), bytesIn: 0, markers: {} }
    if (signal.aborted) return { ...came, outcome: { kind: 'transport-error', code: 'INTERRUPTED' } }
    if (takes > timeout) return { ...came, outcome: { kind: 'timed-out' } }
    const outcome = this.#behaviour.outcome?.(n) ?? { kind: 'ok', status: 200 }
    const { log } = this.#behaviour
    return { ...came, outcome, bytesIn: 20, ...(log !== undefined && { log }) }
  }
}

const never = new AbortController().signal
