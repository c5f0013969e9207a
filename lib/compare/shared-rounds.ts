import { fewestBlocks } from '../stats/bootstrap.ts'
import { countInWords } from '../summary/in-words.ts'

/**
 * The fewest rounds that two of several settings both have values in, whichever two; undefined where there are no
 * two. Of each setting the numbers of its rounds with values.
 */
export function sharedRounds(each: readonly ReadonlySet<number>[]): number | undefined {
  const counts = each.flatMap((one, index) =>
    each.slice(index + 1).map((other) => [...one].filter((round) => other.has(round)).length),
  )
  return counts.length === 0 ? undefined : Math.min(...counts)
}

/** Whether differences between all of them have intervals; where there are no two there is nothing to tell apart. */
export const tellsApart = (rounds: number | undefined): boolean =>
  rounds === undefined || rounds >= fewestBlocks

/** Why nothing can be said of settings that share too few rounds; `perRound` are the samples that one wants of each. */
export const whyTooFewRounds = (rounds: number, perRound: number): string =>
  `No difference can be shown: that takes six rounds, and there ${rounds === 1 ? 'is' : 'are'} ` +
  `${rounds === 0 ? 'none' : countInWords(rounds)}. ` +
  `Six rounds are ${countInWords(fewestBlocks * perRound)} warm samples of each setting.`
