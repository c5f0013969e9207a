import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
} from 'hdr-histogram-js'
import type { Quantile, Sample } from '../model/sample.ts'
import type { Interval } from '../model/verdict.ts'
import { isResolved, nearestRank, rankInterval } from './intervals.ts'
import { Moments } from './moments.ts'
import { Tally } from './tally.ts'

/** Up to this many values are kept as they are, so that percentiles of small samples are exact. */
const keptValues = 1_000

/** Longer than any histogram this class encodes: what is longer is not worth inflating. */
const longestText = 1_000_000

/** What an encoded histogram rounds and the document beside it knows exactly. */
export interface ExactParts {
  readonly min: number
  readonly max: number
  readonly mean?: number
  readonly count?: number
}

/**
 * A sample of non-negative integers (µs, bytes). Percentiles are by nearest rank: exact up to 1,000 values,
 * within 0.1 % beyond. Merging is commutative and associative, and equals recording all values in one.
 */
export class Histogram implements Sample {
  #moments = new Moments()
  /** Undefined once there are too many values, or where only an encoded histogram was at hand. */
  #values: number[] | undefined = []
  #sorted = true
  /** What was recorded since `#hdr` was last asked for: counting here first is many times faster. */
  #tally: Tally | undefined
  /** Some 80 KB, so it is made only when it is needed. */
  #hdr: Hdr | undefined

  /** Reads what `encode` wrote. Throws Error when the text is something else or contradicts `exact`. */
  static decode(text: string, exact: ExactParts): Histogram {
    const hdr = decodeHdr(text)
    const count = hdr.totalCount
    if (exact.count !== undefined && exact.count !== count) {
      throw new Error(`the histogram holds ${count} values, not ${exact.count}`)
    }
    const histogram = new Histogram()
    if (count === 0) return histogram
    histogram.#moments = Moments.of(count, exact.mean ?? hdr.mean, hdr.stdDeviation, exact)
    histogram.#values = undefined
    histogram.#hdr = hdr
    return histogram
  }

  get count(): number {
    return this.#moments.count
  }

  get min(): number | undefined {
    return this.#moments.min
  }

  get max(): number | undefined {
    return this.#moments.max
  }

  get mean(): number | undefined {
    return this.#moments.mean
  }

  get meanInterval(): Interval | undefined {
    return this.#moments.meanInterval
  }

  /** Throws RangeError on anything but an integer from 0 to 2^53 - 1. */
  record(value: number): void {
    // hdr-histogram-js counts NaN silently, cuts fractions and is broken by both afterwards.
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`can't be recorded: ${value}`)
    this.#moments.record(value)
    if (this.#values !== undefined && this.#values.length < keptValues) {
      this.#values.push(value)
      this.#sorted = false
    } else {
      this.#count(value)
    }
  }

  recordAll(values: Iterable<number>): this {
    for (const value of values) this.record(value)
    return this
  }

  /** Takes in all values of the other, which stays as it is. */
  add(other: Histogram): this {
    const total = this.count + other.count
    this.#moments.add(other.#moments)
    if (this.#values !== undefined && other.#values !== undefined && total <= keptValues) {
      this.#values.push(...other.#values)
      this.#sorted = false
    } else {
      other.#pourInto(this.#spill())
    }
    return this
  }

  /** Throws RangeError outside (0, 100]. */
  quantile(percentile: number): Quantile | undefined {
    if (this.count === 0) return undefined
    const rank = nearestRank(percentile, this.count)
    const { low, high } = rankInterval(percentile, this.count)
    return {
      value: this.#atRank(rank),
      resolved: isResolved(rank, this.count),
      interval: {
        ...(low !== undefined && { low: this.#atRank(low) }),
        ...(high !== undefined && { high: this.#atRank(high) }),
      },
    }
  }

  /** HdrHistogram's compressed V2 form in base64: the same text for the same values in whatever order. */
  encode(): string {
    // The form has the array's size in it, which depends on how it grew: a new one is sized by the maximum.
    const hdr = newHdr(this.max)
    this.#pourInto(hdr)
    return encodeIntoCompressedBase64(hdr)
  }

  #atRank(rank: number): number {
    if (this.#values !== undefined) return this.#sortedValues()[rank - 1] ?? Number.NaN
    // The middle between two ranks, so that rounding in the package's own arithmetic can't reach a neighbour.
    const edge = this.#spill().getValueAtPercentile((100 * (rank - 0.5)) / this.count)
    return Math.min(Math.max(edge, this.min ?? edge), this.max ?? edge)
  }

  #sortedValues(): readonly number[] {
    const values = this.#values ?? []
    if (!this.#sorted) values.sort((a, b) => a - b)
    this.#sorted = true
    return values
  }

  #count(value: number): void {
    const tally = (this.#tally ??= new Tally())
    for (const kept of this.#values ?? []) tally.record(kept)
    this.#values = undefined
    tally.record(value)
  }

  /** The HDR histogram, from now on the only place of the values. */
  #spill(): Hdr {
    const hdr = (this.#hdr ??= newHdr(this.max))
    for (const value of this.#values ?? []) hdr.recordValue(value)
    this.#tally?.each((value, count) => hdr.recordValueWithCount(value, count))
    this.#values = undefined
    this.#tally = undefined
    return hdr
  }

  #pourInto(hdr: Hdr): void {
    if (this.#values === undefined) hdr.add(this.#spill())
    else for (const value of this.#values) hdr.recordValue(value)
  }
}

function newHdr(highest: number | undefined): Hdr {
  return build({
    bitBucketSize: 32,
    autoResize: true,
    highestTrackableValue: Math.max(2, highest ?? 2),
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  })
}

function decodeHdr(text: string): Hdr {
  if (text.length > longestText) throw new Error('not an encoded histogram: too long')
  try {
    const hdr = decodeFromCompressedBase64(text, 32, false)
    if (hdr.numberOfSignificantValueDigits !== 3) throw new Error('it does not have 3 significant digits')
    hdr.autoResize = true
    return hdr
  } catch (error) {
    throw new Error('not an encoded histogram', { cause: error })
  }
}
