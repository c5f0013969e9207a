import { setImmediate } from 'node:timers/promises'
import { estimateCost } from '../../lib/cost/estimate.ts'
import { pricesFor } from '../../lib/cost/price-book.ts'
import type { Difference } from '../../lib/model/difference.ts'
import { type Blocks, compareBlocks, type Statistic } from '../../lib/stats/bootstrap.ts'
import { drawSettings, type Rounds, type TwoSettings } from './simulated-settings.ts'

/** What two settings are compared by. */
export type Compared = 'p50' | 'p95' | 'cost'

/** How often each verdict was given. */
export type Verdicts = Readonly<Record<Difference['verdict'], number>>

/** So many simulated comparisons, each with a seed of its own, judged by the functions that judge real ones. */
export async function tryOften<Name extends Compared>(
  rounds: Rounds,
  compared: readonly Name[],
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Promise<Readonly<Record<Name, Verdicts>>> {
  const counts = compared.map((name) => ({ name, verdicts: { lower: 0, higher: 0, level: 0, unknown: 0 } }))
  for (let trial = 0; trial < trials; trial += 1) {
    // Ctrl-C gets its turn.
    if (trial % 10 === 0) await setImmediate()
    const own = seed * trials + trial
    const settings = drawSettings(rounds, own)
    for (const { name, verdicts } of counts) verdicts[verdictOf(settings, name, own)] += 1
  }
  return Object.fromEntries(counts.map(({ name, verdicts }) => [name, verdicts])) as Record<Name, Verdicts>
}

function verdictOf(
  { baseline, candidate }: TwoSettings,
  name: Compared,
  seed: number,
): Difference['verdict'] {
  const read = name === 'cost' ? costsOf : (blocks: Blocks) => blocks
  const options = { seed, paired: true }
  return compareBlocks(read(baseline), read(candidate), statistics[name], options)?.verdict ?? 'unknown'
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
