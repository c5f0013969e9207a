/** Places for invocations in flight. All firing threads of a run have them in common. */
export class Room {
  /** How many there are. */
  readonly most: number
  readonly #taken: Int32Array

  /** `taken`: one 32-bit integer, how many of them are taken. */
  constructor(most: number, taken: SharedArrayBuffer = emptyRoom()) {
    this.most = most
    this.#taken = new Int32Array(taken)
  }

  /** Takes a place, if there is one. */
  enter(): boolean {
    // Counted before it is compared: two threads that only looked might both take the last one.
    if (Atomics.add(this.#taken, 0, 1) < this.most) return true
    this.leave()
    return false
  }

  leave(): void {
    Atomics.sub(this.#taken, 0, 1)
  }
}

/** What the rooms of several threads have in common: nobody is in. */
export const emptyRoom = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
