import type { Spent } from '../model/comparison.ts'
import type { Cost, PriceBookStamp } from '../model/run.ts'

/** What all blocks of a comparison cost together. */
export class Spending {
  #usd = 0
  #invocations = 0
  #stamp: PriceBookStamp | undefined
  /** Why there is no price, where there is none. */
  unpriced: string | undefined
  /** Invocations whose duration is not known, and so not in the sum. */
  unknown = 0

  /** Takes in one block: what it cost, and how many it sent, warm-ups too. */
  add(cost: Cost, invocations: number): void {
    this.#invocations += invocations
    if (cost.kind === 'absent') {
      this.unpriced = cost.why
      return
    }
    this.#usd += cost.total
    this.#stamp ??= cost.priceBook
    this.unknown += cost.billedFrom.unknown
  }

  /** Undefined where a price is lacking, and where nothing was fired. */
  finish(calls: number): Spent | undefined {
    if (this.unpriced !== undefined || this.#stamp === undefined) return undefined
    return { invocations: this.#invocations, calls, usd: this.#usd, priceBook: this.#stamp }
  }
}
