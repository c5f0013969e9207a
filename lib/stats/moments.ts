import type { Interval } from '../model/verdict.ts'
import { studentT } from './intervals.ts'

/** Count, sum, ends and spread of non-negative integers; the sum is exact up to 2^53. */
export class Moments {
  #count = 0
  #sum = 0
  /** The sum over the count, kept because a division is what recording costs most. */
  #mean = 0
  #min = Infinity
  #max = -Infinity
  /** Sum of the squared distances from the mean. */
  #squares = 0

  static of(count: number, mean: number, deviation: number, ends: { min: number; max: number }): Moments {
    const moments = new Moments()
    moments.#count = count
    moments.#sum = mean * count
    moments.#mean = moments.#sum / count
    moments.#min = ends.min
    moments.#max = ends.max
    moments.#squares = deviation ** 2 * count
    return moments
  }

  get count(): number {
    return this.#count
  }

  get min(): number | undefined {
    return this.#count === 0 ? undefined : this.#min
  }

  get max(): number | undefined {
    return this.#count === 0 ? undefined : this.#max
  }

  get mean(): number | undefined {
    return this.#count === 0 ? undefined : this.#mean
  }

  /** 95 %, by Student's t: right as far as means of so many values are normal. Undefined below two values. */
  get meanInterval(): Interval | undefined {
    if (this.#count < 2) return undefined
    const mean = this.#mean
    const margin = studentT(this.#count - 1) * Math.sqrt(this.#squares / (this.#count - 1) / this.#count)
    return { low: Math.max(0, mean - margin), high: mean + margin }
  }

  /** Welford's update: a plain sum of squares would lose a small spread around a large mean. */
  record(value: number): void {
    const before = this.#count === 0 ? value : this.#mean
    this.#count += 1
    this.#sum += value
    this.#mean = this.#sum / this.#count
    this.#squares += (value - before) * (value - this.#mean)
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  /** Chan, Golub and LeVeque's formula for joining two sums of squares. */
  add(other: Moments): void {
    if (other.#count === 0) return
    const count = this.#count + other.#count
    const apart = this.#count === 0 ? 0 : other.#mean - this.#mean
    this.#squares += other.#squares + (apart ** 2 * this.#count * other.#count) / count
    this.#count = count
    this.#sum += other.#sum
    this.#mean = this.#sum / count
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
  }
}
