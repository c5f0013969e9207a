interface Watched {
  readonly signal: AbortSignal
  readonly listener: () => void
  uses: number
}

/**
 * Listens to each distinct signal once, as long as something uses it: a listener for every exchange would cost
 * microseconds, and one that stays for every signal would pile up where each exchange has a signal of its own.
 */
export class SignalWatch {
  readonly #onAbort: (signal: AbortSignal) => void
  readonly #watched = new Map<AbortSignal, Watched>()
  /** Kept while nothing uses it: most likely it is also the next one's. */
  #latest: Watched | undefined

  constructor(onAbort: (signal: AbortSignal) => void) {
    this.#onAbort = onAbort
  }

  add(signal: AbortSignal): void {
    if (this.#latest?.signal !== signal) {
      const before = this.#latest
      this.#latest = this.#watched.get(signal) ?? this.#listen(signal)
      if (before?.uses === 0) this.#drop(before)
    }
    this.#latest.uses += 1
  }

  /** For every `add` of it. */
  remove(signal: AbortSignal): void {
    const watched = this.#latest?.signal === signal ? this.#latest : this.#watched.get(signal)
    if (!watched) return
    watched.uses -= 1
    if (watched.uses === 0 && watched !== this.#latest) this.#drop(watched)
  }

  close(): void {
    for (const watched of this.#watched.values()) this.#drop(watched)
    this.#latest = undefined
  }

  #listen(signal: AbortSignal): Watched {
    const watched = { signal, listener: () => this.#onAbort(signal), uses: 0 }
    signal.addEventListener('abort', watched.listener)
    this.#watched.set(signal, watched)
    return watched
  }

  #drop({ signal, listener }: Watched): void {
    signal.removeEventListener('abort', listener)
    this.#watched.delete(signal)
  }
}
