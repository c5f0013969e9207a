import type { BilledDuration } from './billing-rules.ts'

/** What has been used so far. Memory times time is kept in exact integers, so that bills can be added up. */
export interface Usage {
  requests: number
  /** MB × µs. */
  megabyteMicros: bigint
  /** The same under the other rule for INIT. */
  otherMegabyteMicros: bigint
  /** How many durations were reported, had to be computed, or are unknown and so not in the sum. */
  reported: number
  computed: number
  unknown: number
  /** Known under this rule, unknown under the other. */
  otherUnknown: number
}

export const emptyUsage = (): Usage => ({
  requests: 0,
  megabyteMicros: 0n,
  otherMegabyteMicros: 0n,
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
  usage.megabyteMicros += amount
  usage[billed.from] += 1
  const otherAmount = megabyteMicros(memoryMb, other)
  if (otherAmount === undefined) usage.otherUnknown += 1
  else usage.otherMegabyteMicros += otherAmount
}

/** GB-seconds as AWS counts them: GB = 1024 MB. */
export const gbSeconds = (megabyteMicros: bigint): number => Number(megabyteMicros) / (1_024 * 1_000_000)

function megabyteMicros(
  memoryMb: number | undefined,
  billed: BilledDuration | undefined,
): bigint | undefined {
  if (memoryMb === undefined || billed === undefined) return undefined
  const product = memoryMb * billed.micros
  // A log can claim any figures: what no bill can hold is unknown.
  return Number.isSafeInteger(product) && memoryMb > 0 && billed.micros >= 0 ? BigInt(product) : undefined
}
