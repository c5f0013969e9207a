import { isSent, type Observation, type Sent } from '../model/observation.ts'
import type { DistinctError } from '../model/run.ts'
import type { Micros } from '../model/time.ts'
import { defined } from '../model/defined.ts'

/** More kinds than a reader takes in; what comes after counts together. */
export const mostKinds = 100

/** What those are called. */
export const others = 'and others'

/** Gathers errors by what they are called, with counts, first and last time, and a log tail. */
export class DistinctErrors {
  readonly #byKey = new Map<string, Gathered>()
  readonly #clean: (log: string) => string

  constructor(clean: (log: string) => string) {
    this.#clean = clean
  }

  add(observation: Observation): void {
    if (!isSent(observation) || observation.outcome.kind === 'ok') return
    const { outcome } = observation
    const name = errorName(outcome)
    const key = `${outcome.kind} ${name}`
    const seen = this.#byKey.get(key)
    if (seen) this.#count(seen, observation)
    else this.#open(key, name, observation)
  }

  /** The most frequent first. */
  list(): DistinctError[] {
    return [...this.#byKey.values()]
      .sort((a, b) => b.count - a.count || a.firstAt - b.firstAt)
      .map(({ log, ...error }) =>
        defined({ ...error, logTail: log === undefined ? undefined : this.#clean(log) }),
      )
  }

  #open(key: string, name: string, { outcome, endedAt, log }: Sent): void {
    if (outcome.kind === 'ok') return
    if (this.#byKey.size >= mostKinds) return this.#countTogether(outcome.kind, endedAt)
    const message = 'message' in outcome ? outcome.message : undefined
    const times = { count: 1, firstAt: endedAt, lastAt: endedAt }
    this.#byKey.set(key, defined({ outcome: outcome.kind, name, message, ...times, log }))
  }

  #count(seen: Gathered, { endedAt, log }: Sent): void {
    seen.count += 1
    if (endedAt < seen.firstAt) seen.firstAt = endedAt
    if (endedAt > seen.lastAt) seen.lastAt = endedAt
    if (seen.log === undefined && log !== undefined) seen.log = log
  }

  #countTogether(outcome: DistinctError['outcome'], endedAt: Micros): void {
    const key = `${outcome} ${others}`
    const seen = this.#byKey.get(key)
    const times = { count: (seen?.count ?? 0) + 1, firstAt: seen?.firstAt ?? endedAt, lastAt: endedAt }
    this.#byKey.set(key, { outcome, name: others, ...times })
  }
}

interface Gathered {
  outcome: DistinctError['outcome']
  name: string
  message?: string
  count: number
  firstAt: Micros
  lastAt: Micros
  log?: string
}

/** What people call an outcome by: the error type, name, code or throttle reason. */
export function errorName(outcome: Sent['outcome']): string {
  switch (outcome.kind) {
    case 'ok':
      return 'ok'
    case 'function-error':
      return outcome.errorType
    case 'throttled':
      return outcome.reason
    case 'timed-out':
      return 'gave up waiting'
    case 'service-error':
      return outcome.name
    case 'transport-error':
      return outcome.code
    default:
      return outcome satisfies never
  }
}
