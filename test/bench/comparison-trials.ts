import { setImmediate } from 'node:timers/promises'
import { estimateCost } from '../../lib/cost/estimate.ts'
import { pricesFor } from '../../lib/cost/price-book.ts'
import type { Difference } from '../../lib/model/difference.ts'
import { type Blocks, compareBlocks, type Statistic } from '../../lib/stats/bootstrap.ts'
import { drawSettings, type Rounds } from './simulated-settings.ts'

/** What two settings are compared by. */
export type Compared = 'p50' | 'p95' | 'cost'

/** How often each verdict was given. */
export type Verdicts = Readonly<Record<Difference['verdict'], number>>

/** So many simulated comparisons, each with a seed of its own, judged by the functions that judge real ones. */
export async function tryOften(
  rounds: Rounds,
  compared: Compared,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Promise<Verdicts> {
  const verdicts = { lower: 0, higher: 0, level: 0, unknown: 0 }
  for (let trial = 0; trial < trials; trial += 1) {
    // Ctrl-C gets its turn.
    if (trial % 10 === 0) await setImmediate()
    verdicts[verdictOf(rounds, compared, seed * trials + trial)] += 1
  }
  return verdicts
}

function verdictOf(rounds: Rounds, compared: Compared, seed: number): Difference['verdict'] {
  const { baseline, candidate } = drawSettings(rounds, seed)
  const read = compared === 'cost' ? costsOf : (blocks: Blocks) => blocks
  const options = { seed, paired: true }
  return compareBlocks(read(baseline), read(candidate), statistics[compared], options)?.verdict ?? 'unknown'
}

const statistics: Readonly<Record<Compared, Statistic>> = {
  p50: { kind: 'percentile', percentile: 50 },
  p95: { kind: 'percentile', percentile: 95 },
  cost: { kind: 'mean' },
}

/** What each invocation costs in USD: whole milliseconds are billed, and the request. */
function costsOf(blocks: Blocks): Blocks {
  const prices = pricesFor('us-east-1', 'x86_64')
  if (prices === undefined) throw new Error('there is no price for us-east-1')
  return blocks.map((durations) =>
    durations.map((micros) =>
      estimateCost({ invocations: 1, memoryMb: 512, billedMsEach: Math.ceil(micros / 1_000), prices }),
    ),
  )
}
