import type { Classification } from '../model/classification.ts'
import { type Sent, responseTime, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import { plannedArrivals } from '../shapes/index.ts'
import { createRandom } from '../stats/prng.ts'
import type { BlockSeries, ComparedMetric } from './block-series.ts'
import { type Places, placesOf, stretches } from './places.ts'

/**
 * Puts the invocations of a run into blocks, while they pass by in the order they ended: a burst is a block. Of two
 * runs with the same load the same index is the same place in that load, so that what a place brings with it, such as
 * the cold starts of the first burst, can be drawn for both at once. A block in which nothing was seen is empty.
 */
export interface RunBlocks {
  /** Invocations of discarded phases, and of phases that the plan does not have, are left out. */
  add(sent: Sent, classification: Classification): void
  /** What was seen, metric by metric; the blocks of all phases side by side. */
  finish(): readonly BlockSeries[]
}

/** `priceOne` gives USD; without it there is no cost. */
export function createRunBlocks(
  { phases, seed }: Pick<Plan, 'phases' | 'seed'>,
  priceOne?: (sent: Sent) => number | undefined,
): RunBlocks {
  const kept = phases.map(({ discard }) => (discard ? undefined : new Values()))
  const inits: number[] = []
  return {
    add(sent, classification) {
      const values = kept[sent.phase]
      if (values === undefined) return
      values.add(sent, classification, priceOne)
      const init = sent.markers.report?.initDuration
      if (classification.start === 'cold' && init !== undefined) inits.push(init)
    },
    finish() {
      const blocks = kept.flatMap((values, index) => {
        const load = phases[index]?.load
        if (values === undefined || load === undefined) return []
        return values.inBlocks(placesOf(load, plannedArrivals(load, createRandom(seed, index))))
      })
      return [
        ...columns.map(([metric, start], column) => ({
          metric,
          start,
          blocks: blocks.map((block) => block[column] ?? []),
        })),
        // Each was the first of an environment of its own.
        { metric: 'init_duration', start: 'cold', blocks: inits.map((init) => [init]), independent: true },
      ]
    },
  }
}

const columns = [
  ['response_time', 'all'],
  ['service_time', 'all'],
  ['duration', 'warm'],
  ['billed_duration', 'all'],
  ['billed_duration', 'warm'],
  ['cold_start_rate', 'all'],
  ['error_rate', 'all'],
  ['throttle_rate', 'all'],
  ['cost_per_million', 'all'],
] as const satisfies readonly (readonly [ComparedMetric, 'all' | 'warm'])[]

type Read = (sent: Sent, classification: Classification, cost: number | undefined) => number | undefined

/** In the order of the columns. What an invocation says nothing of is undefined. */
const readers: readonly Read[] = [
  (sent) => (ran(sent.outcome) ? responseTime(sent) : undefined),
  (sent) => (ran(sent.outcome) ? serviceTime(sent) : undefined),
  ({ markers, outcome }, { start }) =>
    ran(outcome) && start === 'warm' ? markers.report?.duration : undefined,
  ({ markers, outcome }) => (ran(outcome) ? markers.report?.billedDuration : undefined),
  ({ markers, outcome }, { start }) =>
    ran(outcome) && start === 'warm' ? markers.report?.billedDuration : undefined,
  // One whose start can't be told says nothing about how often environments start.
  ({ outcome }, { start }) => (ran(outcome) && start !== 'unknown' ? Number(start === 'cold') : undefined),
  ({ outcome: { kind } }) => Number(kind !== 'ok' && kind !== 'throttled'),
  ({ outcome: { kind } }) => Number(kind === 'throttled'),
  (_sent, _classification, cost) => (cost === undefined ? undefined : cost * 1_000_000),
]

/** The values of one block, column by column. */
type Block = readonly (readonly number[])[]

/** The values of one phase in columns: millions of objects would take ten times the memory. */
class Values {
  readonly #sequence: number[] = []
  readonly #due: number[] = []
  readonly #columns: readonly (number | undefined)[][] = readers.map(() => [])

  add(sent: Sent, classification: Classification, priceOne?: (sent: Sent) => number | undefined): void {
    this.#sequence.push(sent.seq)
    this.#due.push(sent.scheduledAt)
    const cost = priceOne?.(sent)
    for (const [column, read] of readers.entries())
      this.#columns[column]?.push(read(sent, classification, cost))
  }

  inBlocks(places: Places | undefined): Block[] {
    const rows = places === undefined ? this.#stretches() : this.#placed(places)
    return rows.map((some) => this.#columns.map((column) => some.flatMap((row) => column[row] ?? [])))
  }

  #placed({ blocks, blockOf }: Places): number[][] {
    const rows = Array.from({ length: blocks }, (): number[] => [])
    for (const [row, seq] of this.#sequence.entries()) rows[blockOf(seq)]?.push(row)
    return rows
  }

  #stretches(): number[][] {
    const due = (row: number): number => this.#due[row] ?? 0
    const order = this.#due.map((_, row) => row).sort((a, b) => due(a) - due(b))
    const edge = (part: number): number => Math.round((part * order.length) / stretches)
    return Array.from({ length: stretches }, (_, part) => order.slice(edge(part), edge(part + 1)))
  }
}
