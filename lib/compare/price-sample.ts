import type { BillOptions } from '../cost/bill.ts'
import { billedUnder } from '../cost/billing-rules.ts'
import { createPriceOne } from '../cost/price-one.ts'
import { defined } from '../model/defined.ts'
import type { Price } from './setting-tally.ts'

/** Prices samples at list price, request charge included; without a known price they have what they are billed for. */
export function createPrice(options: BillOptions): Price {
  const priceOne = createPriceOne(options)
  return (sent) => {
    const billed = billedUnder(options.rule, sent, options)
    const cost = priceOne?.(sent)
    return defined({
      billedMs: billed && billed.micros / 1_000,
      costPerMillion: cost === undefined ? undefined : cost * 1_000_000,
    })
  }
}
