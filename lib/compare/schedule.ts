import type { Block } from '../model/block.ts'
import type { Design, Setting } from '../model/comparison-plan.ts'
import { createRandom } from '../stats/prng.ts'

/** One block of each of these settings, one after the other. */
export interface Round {
  /** Counts from 0 over all rounds of a comparison, warm and cold ones together. */
  readonly index: number
  readonly start: Block['start']
  readonly order: readonly Setting[]
}

/** Which blocks a comparison fires, and in which order. */
export interface Schedule {
  /** Every setting once in each; cold rounds spread among the warm ones, and a cold one first. */
  readonly planned: readonly Round[]
  /** A further round, for the settings that lack samples. */
  further(start: Block['start'], settings: readonly Setting[]): Round
}

/** How many times the planned blocks of a kind a setting gets, until it is left with the samples it has. */
const patience = 3

/** The rounds of a comparison. The same seed gives the same orders. */
export function createSchedule(design: Design, settings: readonly Setting[], seed: number): Schedule {
  const starts = mixed(plannedBlocks(design, 'cold'), plannedBlocks(design, 'warm'))
  const planned = starts.map((start, index) => ({ index, start, order: shuffled(settings, seed, index) }))
  let next = planned.length
  return {
    planned,
    further(start, lacking) {
      const index = next
      next += 1
      return { index, start, order: shuffled(lacking, seed, index) }
    },
  }
}

/** Blocks of a kind that the plan has for each setting. */
export function plannedBlocks(design: Design, start: Block['start']): number {
  return start === 'warm'
    ? Math.ceil(design.warm / design.warmPerBlock)
    : Math.ceil(design.cold / design.coldPerBlock)
}

/** Blocks of a kind after which a setting gets no more of them to make up for what was discarded or failed. */
export const mostBlocks = (design: Design, start: Block['start']): number =>
  patience * plannedBlocks(design, start)

/**
 * Both kinds evenly over the whole: what drifts while they are fired then touches both alike. A cold round comes
 * first, because the environments it starts are those that serve the first warm one.
 */
function mixed(cold: number, warm: number): Block['start'][] {
  const places = (start: Block['start'], count: number) =>
    Array.from({ length: count }, (_, index) => ({ start, at: index / count }))
  return [...places('cold', cold), ...places('warm', warm)]
    .sort((a, b) => a.at - b.at)
    .map(({ start }) => start)
}

/** Every order is equally likely (Fisher and Yates, in the form of Durstenfeld, CACM 7 (7), 1964, algorithm 235). */
function shuffled(settings: readonly Setting[], seed: number, round: number): Setting[] {
  const random = createRandom(seed, round)
  const order = [...settings]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1)
    const [a, b] = [order[last], order[other]]
    if (a !== undefined && b !== undefined) [order[last], order[other]] = [b, a]
  }
  return order
}
