import type { Outcome } from '../model/outcome.ts'

/** Enough to show; thousands of failures must not make the observations many times larger. */
const examplesPerError = 3
const distinctErrors = 100

/** Keeps the log of a few examples of each error; the logs of the others are dropped. */
export class LogKeeper {
  readonly #kept = new Map<string, number>()

  keep(outcome: Outcome, log: string | undefined): string | undefined {
    if (outcome.kind !== 'function-error' || !log) return undefined
    const key = outcome.errorType
    const kept = this.#kept.get(key) ?? 0
    if (kept >= examplesPerError || (kept === 0 && this.#kept.size >= distinctErrors)) return undefined
    this.#kept.set(key, kept + 1)
    return log
  }
}
