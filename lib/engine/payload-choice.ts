import type { Plan } from '../model/plan.ts'
import { hashUniform } from '../stats/prng.ts'

/**
 * Chooses each arrival's payload by weight. A pure function of seed, phase and `seq`, so that the choice does
 * not depend on which share fires an arrival.
 */
export function createPayloadChoice(
  plan: Plan,
  payloads: readonly string[],
  phase: number,
): (seq: number) => Uint8Array {
  const bodies = payloads.map((payload) => Buffer.from(payload))
  const only = bodies[0] ?? Buffer.from('{}')
  if (bodies.length <= 1) return () => only
  const edges = cumulative(plan.payloads.map(({ weight }) => weight))
  const total = edges.at(-1) ?? 0
  return (seq) => {
    const point = hashUniform(plan.seed + phase, seq) * total
    return bodies[edges.findIndex((edge) => point < edge)] ?? only
  }
}

function cumulative(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}
