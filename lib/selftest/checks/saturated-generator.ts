import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check, MeasuredProcess } from '../check.ts'
import { compare, fact } from '../rows.ts'
import { countRow } from '../measured.ts'
import { droppedAtCap } from '../oracle/capped.ts'

/** One in five finds the cap reached: 16 are sent, and end between the 20th and the 21st arrival. */
const load = { perSecond: 500, seconds: 2, service: fromMillis(39), cap: 16 } as const
const gap = 1_000_000 / load.perSecond
export const plannedOfA10 = load.perSecond * load.seconds

/** A generator that can't keep up is no measure of the function. */
export const saturatedGenerator: Check = {
  id: 'A10',
  title: 'A run that had to drop arrivals is refused',
  setup: '500/s for 2 s, service 39 ms, at most 16 in flight: capacity for 80 %',
  run: async (bench) =>
    compareSaturated(
      await bench.fireInProcess({
        acts: [{ requests: Infinity, delays: [load.service] }],
        flags: [
          '--rate',
          `${load.perSecond}/s`,
          '-d',
          `${load.seconds}s`,
          '--max-in-flight',
          String(load.cap),
        ],
      }),
    ),
}

export function compareSaturated({ run, exitCode, noise }: MeasuredProcess): readonly Row[] {
  const { sent, dropped } = run.counts
  const claimed = droppedAtCap(plannedOfA10, gap, load.service, load.cap) / plannedOfA10
  const named = run.validity.reasons.some((reason) => /--max-in-flight/u.test(reason))
  return [
    countRow('sent and dropped', plannedOfA10, sent + dropped),
    compare({
      what: 'share that was dropped',
      unit: 'ratio',
      claimed,
      measured: dropped / (sent + dropped),
      // An answer later by one gap, in each round of 20 or 21, is 4 % more.
      tolerance: 0.045,
      noise: (noise.at(50) / load.service) * (1 - claimed) + noise.at(100) / (load.seconds * 1_000_000),
    }),
    fact('exit code', '3', String(exitCode)),
    fact('the reason names the cap', 'yes', named ? 'yes' : 'no'),
  ]
}
