import { describe, expect, it } from 'vitest'
import { type Blocks, compareBlocks, estimate, type Statistic } from '../../../lib/stats/bootstrap.ts'
import { createRandom } from '../../../lib/stats/prng.ts'

// Seeded, so they never fail by chance. `npm run bench -- compare` does more of it, and longer.
const trials = 120
const replicates = 400

const p50: Statistic = { kind: 'percentile', percentile: 50 }
const p95: Statistic = { kind: 'percentile', percentile: 95 }
const mean: Statistic = { kind: 'mean' }

/** Lognormal noise with what a round shares between both sides (`drift`) and what a block has to itself (`own`). */
interface World {
  readonly rounds: number
  readonly size: number
  readonly sigma: number
  readonly drift: number
  readonly own: number
}

const usual: World = { rounds: 20, size: 5, sigma: 0.1, drift: 0.1, own: 0.03 }
const skewed: World = { rounds: 20, size: 5, sigma: 0.6, drift: 0, own: 0 }
const longer: World = { rounds: 10, size: 10, sigma: 0.3, drift: 0, own: 0.1 }
const cold: World = { rounds: 20, size: 1, sigma: 0.3, drift: 0, own: 0 }

function draw({ rounds, size, sigma, drift, own }: World, seed: number, ratio: number): [Blocks, Blocks] {
  const random = createRandom(seed)
  const normal = (): number => Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform())
  const shared = Array.from({ length: rounds }, () => drift * normal())
  const side = (times: number): Blocks =>
    shared.map((ofRound) => {
      const slower = ofRound + own * normal()
      return Array.from({ length: size }, () =>
        Math.round(100_000 * times * Math.exp(slower + sigma * normal())),
      )
    })
  return [side(1), side(ratio)]
}

function share(world: World, statistic: Statistic, paired: boolean, ratio: number, wanted: RegExp): number {
  let found = 0
  for (let seed = 0; seed < trials; seed += 1) {
    const [before, after] = draw(world, seed, ratio)
    const verdict = compareBlocks(before, after, statistic, { seed, replicates, paired })?.verdict
    if (wanted.test(verdict ?? '')) found += 1
  }
  return found / trials
}

describe('of two equal settings a difference is claimed in about 5 % of comparisons', () => {
  it.each([
    ['p50, 20 rounds of 5 that drift', usual, p50, true],
    ['p95, 20 rounds of 5 that drift', usual, p95, true],
    ['mean, 20 rounds of 5 that drift', usual, mean, true],
    ['p95, skewed', skewed, p95, true],
    ['p95, 10 rounds of 10 that are alike within', longer, p95, true],
    ['p50, 20 cold starts', cold, p50, false],
    ['mean, 20 cold starts', cold, mean, false],
  ])('%s', (_, world, statistic, paired) => {
    const claimed = share(world, statistic, paired, 1, /lower|higher/)
    // 5 % ± 1.96 standard errors of 120 trials; and not because nothing is ever said.
    expect(claimed).toBeLessThanOrEqual(0.09)
    expect(claimed).toBeGreaterThan(0)
  })
})

describe('a difference of 10 %', () => {
  it('is found at p95 in nine of ten comparisons of 20 rounds of 5 with a spread of 0.085', () => {
    const steady: World = { rounds: 20, size: 5, sigma: 0.085, drift: 0, own: 0 }
    expect(share(steady, p95, true, 1.1, /higher/)).toBeGreaterThanOrEqual(0.9)
  })

  it('is found at p50 in spite of drift as large', () => {
    expect(share(usual, p50, true, 1.1, /higher/)).toBeGreaterThanOrEqual(0.9)
  })
})

describe('an interval holds the truth in about 95 % of samples', () => {
  it.each([
    // The median of a lognormal distribution is e^0, its 95th percentile e^(1.645σ), its mean e^(σ²/2).
    ['p50', p50, skewed, 100_000],
    ['p95', p95, skewed, 100_000 * Math.exp(1.6448536 * 0.6)],
    ['mean', mean, longer, 100_000 * Math.exp((0.3 ** 2 + 0.1 ** 2) / 2)],
    ['mean of cold starts', mean, cold, 100_000 * Math.exp(0.3 ** 2 / 2)],
  ])('%s', (_, statistic, world, truth) => {
    const intervals = Array.from({ length: trials }, (_, seed) => {
      const [blocks] = draw(world, seed, 1)
      return estimate(blocks, statistic, { seed, replicates })?.interval
    })
    const holding = (value: number): number =>
      intervals.filter((each) => (each?.low ?? Infinity) <= value && value <= (each?.high ?? -Infinity))
        .length
    // 95 % less 2 standard errors of 120 trials; and not because the intervals hold everything.
    expect(holding(truth) / trials).toBeGreaterThanOrEqual(0.91)
    expect(holding(2 * truth) / trials).toBeLessThan(0.5)
  })
})
