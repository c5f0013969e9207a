import type { Block } from '../model/block.ts'

type Kind = Pick<Block, 'setting' | 'start'>

/** What a comparison has cost so far, and whether its next block stays below the limit. USD. */
export class Spending {
  /** Undefined where nothing is limited: the target costs nothing, or its price is not known. */
  readonly #limit: number | undefined
  readonly #dearest = new Map<string, number>()
  #total = 0

  constructor(limit: number | undefined) {
    this.#limit = limit
  }

  get total(): number {
    return this.#total
  }

  add({ setting, start }: Kind, usd: number): void {
    this.#total += usd
    const key = keyOf(setting, start)
    this.#dearest.set(key, Math.max(usd, this.#dearest.get(key) ?? 0))
  }

  /**
   * Whether one more block stays below the limit, if it costs no more than the dearest of its kind that this setting
   * had; `worst` stands in for the first.
   */
  allows({ setting, start }: Kind, worst: () => number): boolean {
    if (this.#limit === undefined) return true
    return this.#total + (this.#dearest.get(keyOf(setting, start)) ?? worst()) <= this.#limit
  }
}

const keyOf = (setting: string, start: Block['start']): string => JSON.stringify([setting, start])
