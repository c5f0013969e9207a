import type { Row } from '../../model/selftest.ts'
import type { Check, Experiment } from '../check.ts'
import { countRow, type Measured, sentIn } from '../measured.ts'
import { compare } from '../rows.ts'

const phases: Experiment['profile']['phases'] = [
  { name: 'uniform', rate: { per: '200/s', for: '1s' } },
  { name: 'poisson', rate: { per: '200/s', for: '1s', arrivals: 'poisson' } },
  { name: 'bursts', burst: { size: 20, repeat: 3, every: '200ms' } },
]

const threadsOfA14 = 3

/** Several threads fire one schedule. */
export const sharding: Check = {
  id: 'A14',
  title: 'Three threads fire the schedule of one',
  setup: 'uniform and Poisson 200/s for 1 s each, 3 bursts of 20; 1 thread, then 3',
  async run(bench) {
    const acts = [{ requests: Infinity, delays: [1_000] }]
    const alone = await bench.fire({ acts, profile: { seed: 7, phases } })
    const together = await bench.fire({
      acts,
      profile: { seed: 7, phases, firing: { threads: threadsOfA14 } },
    })
    return compareShares(alone, together)
  },
}

/** The planned instants of all threads together, since their phase began, are those of one thread. */
export function compareShares(alone: Measured, together: Measured): readonly Row[] {
  const shares = new Set(together.observations.map(({ share }) => share))
  return [
    countRow('threads that fired', threadsOfA14, shares.size),
    ...(phases ?? []).flatMap(({ name }, phase) => {
      const [one, union] = [offsetsOf(alone, phase), offsetsOf(together, phase)]
      return [
        countRow(`${name}: planned`, one.length, union.length),
        compare({
          what: `${name}: furthest from one thread's`,
          unit: 'µs',
          claimed: 0,
          measured: furthestApart(one, union),
          tolerance: 0,
        }),
      ]
    }),
    countRow('arrivals at the server', alone.served.length, together.served.length),
  ]
}

interface Offset {
  readonly seq: number
  readonly at: number
}

function offsetsOf(measured: Measured, phase: number): Offset[] {
  const sent = sentIn(measured, phase)
  const begun = sent[0]?.scheduledAt ?? 0
  return sent.map(({ seq, scheduledAt }) => ({ seq, at: scheduledAt - begun }))
}

/** Undefined where there is nothing, or where an arrival is missing or there twice. */
function furthestApart(one: readonly Offset[], union: readonly Offset[]): number | undefined {
  const planned = new Map(one.map(({ seq, at }) => [seq, at]))
  const numbers = new Set(union.map(({ seq }) => seq))
  if (planned.size === 0 || numbers.size !== union.length || numbers.size !== planned.size) return undefined
  // A number that the single thread does not have makes this NaN, which no comparison takes.
  return Math.max(...union.map(({ seq, at }) => Math.abs(at - (planned.get(seq) ?? NaN))))
}
