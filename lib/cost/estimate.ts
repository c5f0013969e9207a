import type { Prices } from './price-book.ts'

export interface CostEstimate {
  readonly invocations: number
  readonly memoryMb: number
  /** What each invocation is assumed to be billed for, INIT included. */
  readonly billedMsEach: number
  readonly prices: Prices
}

/** USD that so many invocations will cost: requests and GB-seconds at list price. */
export function estimateCost({ invocations, memoryMb, billedMsEach, prices }: CostEstimate): number {
  const gbSecondsEach = (memoryMb / 1_024) * (billedMsEach / 1_000)
  return invocations * (prices.perRequest + gbSecondsEach * prices.perGbSecond)
}
