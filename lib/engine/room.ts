/** Places for invocations in flight. All firing threads of a run have them in common. */
export class Room {
  /** How many there are. */
  readonly most: number
  /** The most that were taken just after this thread had taken one: the highest of all threads' is the run's. */
  peak = 0
  readonly #taken: Int32Array

  /** `taken`: one 32-bit integer, how many of them are taken. */
  constructor(most: number, taken: SharedArrayBuffer = emptyRoom()) {
    this.most = most
    this.#taken = new Int32Array(taken)
  }

  /** Takes a place, if there is one. */
  enter(): boolean {
    for (;;) {
      const taken = Atomics.load(this.#taken, 0)
      if (taken >= this.most) return false
      // Another thread may have been quicker.
      if (Atomics.compareExchange(this.#taken, 0, taken, taken + 1) === taken) {
        this.#see(taken + 1)
        return true
      }
    }
  }

  /** Takes a place, be there one or not. */
  squeezeIn(): void {
    this.#see(Atomics.add(this.#taken, 0, 1) + 1)
  }

  leave(): void {
    Atomics.sub(this.#taken, 0, 1)
  }

  #see(taken: number): void {
    if (taken > this.peak) this.peak = taken
  }
}

/** What the rooms of several threads have in common: nobody is in. */
export const emptyRoom = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
