import type { Ranking } from '../model/comparison.ts'
import { listInWords } from '../summary/in-words.ts'

/** Why settings can't be told apart by money. */
export const whyUnpriced = ({ fastest }: Ranking): string =>
  `What the settings cost is not known, so none can be called cheapest${speedOf(fastest)}. ` +
  'Say with --region whose list prices apply, and see to it that answers bring REPORT lines.'

const speedOf = (fastest: Ranking['fastest']): string =>
  fastest === undefined
    ? ', and the samples are too few to tell which is fastest'
    : `; fastest is ${fastest.setting}${levelWith(fastest.level)}`

const levelWith = (others: readonly string[]): string =>
  others.length === 0 ? '' : `, level in speed with ${listInWords(others)}`
