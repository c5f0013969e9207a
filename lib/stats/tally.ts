/** Buckets per doubling of the value: with so many, a bucket is never wider than 0.1 % of what is in it. */
const half = 1_024
const halfBits = 10

/** Up to here 32-bit arithmetic is exact, which is several times faster than logarithms. */
const simple = 2 ** 31

/**
 * Counts of integers from 0 to 2^53 - 1 in the buckets that HdrHistogram has for 3 significant digits (its
 * documentation: values below 2,048 have one each, those above 1,024 to every doubling). Made for recording
 * alone: one count goes up, nothing else is looked at.
 */
export class Tally {
  #counts = new Uint32Array(2 * half)

  record(value: number): void {
    const bucket = bucketOf(value)
    if (bucket >= this.#counts.length) this.#grow(bucket)
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
  }

  /** Hands over every bucket that is not empty, by the lowest value that falls into it. */
  each(take: (value: number, count: number) => void): void {
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) take(lowestOf(bucket), count)
  }

  #grow(bucket: number): void {
    const counts = new Uint32Array((Math.floor(bucket / half) + 1) * half)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

function bucketOf(value: number): number {
  if (value < simple) {
    const doublings = Math.max(0, 31 - halfBits - Math.clz32(value))
    return doublings * half + (value >>> doublings)
  }
  const doublings = 52 - halfBits - Math.clz32(Math.floor(value / 2 ** 21))
  return doublings * half + Math.floor(value / 2 ** doublings)
}

function lowestOf(bucket: number): number {
  const doublings = Math.max(0, Math.floor(bucket / half) - 1)
  return (bucket - doublings * half) * 2 ** doublings
}
