import { createLife } from '../../lib/emulator/simulated/life.ts'
import type { SimulatedFunction } from '../../lib/emulator/protocol.ts'
import type { Blocks } from '../../lib/stats/bootstrap.ts'
import { createRandom, type Random } from '../../lib/stats/prng.ts'

/** Two settings of a function in rounds, and how unsteady the world they run in is. */
export interface Rounds {
  readonly rounds: number
  readonly perRound: number
  /** Standard deviation of the logarithm of a setting's Duration: 0.1 is about 10 %. */
  readonly spread: number
  /** Part of that variance that the invocations of one block share. */
  readonly shared: number
  /** Standard deviation of the logarithm of what all settings of a round are slowed down by. */
  readonly drift: number
  /** Environments, on hosts of their own, that serve a setting's blocks in turn. */
  readonly environments: number
  /** Standard deviation of the logarithm of how fast hosts are. */
  readonly hosts: number
  /** Duration of the candidate over that of the baseline, at every percentile. */
  readonly ratio: number
}

/** Warm Durations in µs, a block for each round. */
export interface TwoSettings {
  readonly baseline: Blocks
  readonly candidate: Blocks
}

const medianMs = 100

/** Draws from the models of the local Lambda's simulated functions; the same seed draws the same. */
export function drawSettings(rounds: Rounds, seed: number): TwoSettings {
  const drift = normals(createRandom(seed), rounds.rounds).map((normal) => rounds.drift * normal)
  return {
    baseline: drawBlocks('baseline', medianMs, rounds, drift, seed),
    candidate: drawBlocks('candidate', medianMs * rounds.ratio, rounds, drift, seed),
  }
}

function drawBlocks(
  name: 'baseline' | 'candidate',
  median: number,
  { perRound, spread, shared, environments, hosts }: Rounds,
  drift: readonly number[],
  seed: number,
): Blocks {
  const life = createLife(functionOf(name, median, spread * Math.sqrt(1 - shared), seed), '1', 'warm', 10_000)
  const random = createRandom(seed, name === 'baseline' ? 1 : 2)
  const own = normals(random, drift.length)
  const ofHosts = normals(random, environments).map((normal) => hosts * normal)
  return drift.map((ofRound, round) => {
    const ofHost = ofHosts[round % environments] ?? 0
    const slower = Math.exp(ofRound + ofHost + spread * Math.sqrt(shared) * (own[round] ?? 0))
    return Array.from({ length: perRound }, (_, index) => {
      const { durationMs, initInside } = life.invoke({ requestId: `${round}/${index}` }, event)
      // The first has its INIT inside, as no environment has been made ahead.
      return reported((durationMs - (initInside?.ms ?? 0)) * slower)
    })
  })
}

const event = { name: 'world', holdMs: 0, text: false }

/** REPORT lines have two decimals. */
const reported = (ms: number): number => Math.round(ms * 100) * 10

/** The 99th percentile of the standard normal distribution. */
const normalP99 = 2.3263478740408408

function functionOf(name: string, medianMs: number, spread: number, seed: number): SimulatedFunction {
  return {
    name,
    runtime: 'simulated',
    memoryMb: 512,
    timeoutMs: 900_000,
    ephemeralStorageMb: 512,
    env: {},
    model: {
      seed,
      init: { kind: 'constant', ms: 200 },
      work: {
        kind: 'measured',
        points: [
          {
            memoryMb: 512,
            duration: { kind: 'lognormal', medianMs, p99Ms: medianMs * Math.exp(normalP99 * spread) },
          },
        ],
      },
      memoryUsed: { baseMb: 60, perInvocationMb: 0 },
      failures: { error: 0, exit: 0, timeout: 0, outOfMemory: 0, init: 0 },
      responseBytes: 0,
    },
  }
}

/** By Box and Muller (1958). */
function normals(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(2 * random.exponential())
    return radius * Math.cos(2 * Math.PI * random.uniform())
  })
}
