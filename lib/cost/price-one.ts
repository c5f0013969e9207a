import type { Sent } from '../model/observation.ts'
import { billedUnder } from './billing-rules.ts'
import { type BillOptions, isCharged } from './bill.ts'
import { pricesFor } from './price-book.ts'
import { gbSecondsOf, megabyteMicros } from './usage.ts'

/** USD for one invocation; undefined where it is free of charge or where its billed time is not known. */
export type PriceOne = (sent: Sent) => number | undefined

/** Prices invocations one by one, as a bill prices all of them; undefined where no list price is known. */
export function createPriceOne(options: Omit<BillOptions, 'emulated'>): PriceOne | undefined {
  const { region, architecture, rule, memoryMb } = options
  const prices = region === undefined ? undefined : pricesFor(region, architecture)
  if (prices === undefined) return undefined
  return (sent) => {
    if (!isCharged(sent.outcome)) return undefined
    const size = sent.markers.report?.memorySizeMb ?? memoryMb
    const amount = megabyteMicros(size, billedUnder(rule, sent, options))
    return amount === undefined ? undefined : prices.perRequest + gbSecondsOf(amount) * prices.perGbSecond
  }
}
