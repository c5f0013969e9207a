/** What became of one threshold. `gate` is its canonical expression; `n` the observations behind it. */
export type Verdict =
  | {
      readonly kind: 'pass' | 'fail'
      readonly gate: string
      readonly actual: number
      readonly unit: Unit
      readonly interval?: Interval
      readonly n: number
    }
  | {
      readonly kind: 'inconclusive'
      readonly gate: string
      /** `no-data`: nothing to judge, always exit 4. `straddles`: the interval has the limit inside it, exit 4 only if asked. */
      readonly cause: 'no-data' | 'straddles'
      readonly why: string
      readonly actual?: number
      readonly unit?: Unit
      readonly interval?: Interval
      readonly n: number
    }

/** The unit a metric is measured in; times are integer µs. */
export type Unit = 'µs' | 'ratio' | 'USD' | 'B' | 'count' | 'GB-s'

/** A 95 % interval. An end that the sample can't give is absent. */
export interface Interval {
  readonly low?: number
  readonly high?: number
}
