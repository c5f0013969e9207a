const smallest = 1_024

/**
 * The most intervals [start, end) that share an instant, found while they pass by in the order of their ends.
 *
 * Most overlap just before some interval ends, so only these instants matter; each has a count of the intervals
 * that cover it. A new interval covers those of them that are later than its start, which are the last ones of
 * the list, and adds its own end with a count of 1. An instant whose count is no higher than that of a later one
 * never will be again, since all that covers it from now on covers the later one as well, and is dropped. So
 * counts fall along the list, the first is the peak, and there are no more instants than the peak is high. Of the
 * counts only the differences between neighbours are kept: to raise all behind an instant lowers one of them.
 */
export class PeakOverlap {
  #instants = new Float64Array(smallest)
  /** How much higher an instant's count is than that of the next one; 0 for those that are dropped. */
  #drops = new Uint32Array(smallest)
  /** For those that are dropped: one before them, on the way to the nearest that is not. */
  #before = new Int32Array(smallest)
  #length = 0
  peak = 0

  /** An interval that ends before the last one did covers the instants that are known, and adds none. */
  add(start: number, end: number): void {
    if (end <= start) return
    const before = this.#lastUntil(start)
    if (this.#length === 0 || end > (this.#instants[this.#length - 1] ?? 0)) {
      this.#lower(before)
      this.#append(end)
      return
    }
    const until = this.#lastUntil(end)
    if (until === before) return
    this.#lower(before)
    this.#drops[until] = (this.#drops[until] ?? 0) + 1
  }

  /** Raises everything behind the instant at `index`; -1 stands before all of them. */
  #lower(index: number): void {
    if (index < 0) {
      this.peak += 1
      return
    }
    const drop = (this.#drops[index] ?? 0) - 1
    this.#drops[index] = drop
    if (drop === 0) this.#before[index] = index - 1
  }

  #append(instant: number): void {
    if (this.#length === this.#instants.length) this.#compact()
    this.#instants[this.#length] = instant
    this.#drops[this.#length] = 1
    this.#length += 1
  }

  /** Where the last instant is that is not later than `time`, dropped ones left out; -1 without one. */
  #lastUntil(time: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#instants[middle] ?? 0) <= time) low = middle + 1
      else high = middle
    }
    return this.#kept(low - 1)
  }

  #kept(index: number): number {
    let found = index
    while (found >= 0 && this.#drops[found] === 0) found = this.#before[found] ?? -1
    // The way just gone is made short for the next who comes along.
    for (let step = index; step > found;) {
      const next = this.#before[step] ?? -1
      this.#before[step] = found
      step = next
    }
    return found
  }

  /** Takes the dropped ones out, and doubles the room where that is not enough. */
  #compact(): void {
    let kept = 0
    for (let index = 0; index < this.#length; index += 1) {
      const drop = this.#drops[index] ?? 0
      if (drop === 0) continue
      this.#instants[kept] = this.#instants[index] ?? 0
      this.#drops[kept] = drop
      kept += 1
    }
    this.#length = kept
    if (kept * 2 > this.#instants.length) this.#grow()
  }

  #grow(): void {
    const room = this.#instants.length * 2
    const instants = new Float64Array(room)
    const drops = new Uint32Array(room)
    instants.set(this.#instants)
    drops.set(this.#drops)
    this.#instants = instants
    this.#drops = drops
    this.#before = new Int32Array(room)
  }
}
