import type { BilledDuration } from './billing-rules.ts'
import { addTo, emptySum, exactTotal, type ExactSum } from './exact-sum.ts'

/** What has been used so far. Memory times time is kept in exact integers, so that bills can be added up. */
export interface Usage {
  requests: number
  /** MB × µs. */
  megabyteMicros: ExactSum
  /** The same under the other rule for INIT. */
  otherMegabyteMicros: ExactSum
  /** How many durations were reported, had to be computed, or are unknown and so not in the sum. */
  reported: number
  computed: number
  unknown: number
  /** Known under this rule, unknown under the other. */
  otherUnknown: number
}

export const emptyUsage = (): Usage => ({
  requests: 0,
  megabyteMicros: emptySum(),
  otherMegabyteMicros: emptySum(),
  reported: 0,
  computed: 0,
  unknown: 0,
  otherUnknown: 0,
})

export interface Invocation {
  readonly memoryMb: number | undefined
  readonly billed: BilledDuration | undefined
  readonly other: BilledDuration | undefined
}

/** Adds one charged invocation. */
export function addUsage(usage: Usage, { memoryMb, billed, other }: Invocation): void {
  usage.requests += 1
  const amount = megabyteMicros(memoryMb, billed)
  if (billed === undefined || amount === undefined) {
    usage.unknown += 1
    return
  }
  addTo(usage.megabyteMicros, amount)
  usage[billed.from] += 1
  const otherAmount = other === billed ? amount : megabyteMicros(memoryMb, other)
  if (otherAmount === undefined) usage.otherUnknown += 1
  else addTo(usage.otherMegabyteMicros, otherAmount)
}

/** GB-seconds as AWS counts them: GB = 1024 MB. */
export const gbSeconds = (megabyteMicros: ExactSum): number => gbSecondsOf(Number(exactTotal(megabyteMicros)))

/** The same of one product. */
export const gbSecondsOf = (megabyteMicros: number): number => megabyteMicros / (1_024 * 1_000_000)

/** Memory times billed time of one invocation, exactly; undefined where either is not known or can't be. */
export function megabyteMicros(
  memoryMb: number | undefined,
  billed: BilledDuration | undefined,
): number | undefined {
  if (memoryMb === undefined || billed === undefined) return undefined
  const product = memoryMb * billed.micros
  // A log can claim any figures: what no bill can hold is unknown.
  return Number.isSafeInteger(product) && memoryMb > 0 && billed.micros >= 0 ? product : undefined
}
