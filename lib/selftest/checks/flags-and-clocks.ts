import { isSent, responseTime, scheduleLag, serviceTime } from '../../model/observation.ts'
import type { Distribution } from '../../model/distribution.ts'
import type { Row } from '../../model/selftest.ts'
import { lateAfter } from '../../model/health.ts'
import type { Check, Experiment, MeasuredProcess } from '../check.ts'
import { countRow, inPhase, type Measured, phaseOf, usualFloor } from '../measured.ts'
import { compare } from '../rows.ts'

type Firing = NonNullable<Experiment['profile']['firing']>

const shapes = [
  { name: 'burst', burst: { size: 20, repeat: 2, every: '200ms' } },
  { name: 'uniform', rate: { per: '100/s', for: '500ms' } },
  { name: 'poisson', rate: { per: '100/s', for: '500ms', arrivals: 'poisson' as const } },
  { name: 'ramp', stages: { to: [{ rate: '200/s', for: '500ms' }] } },
  { name: 'closed', closed: { concurrency: 4, requests: 100 } },
] satisfies Experiment['profile']['phases']

/** What a flag changes must not be a clock. */
const settings: readonly (readonly [name: string, firing: Firing])[] = [
  ['defaults', {}],
  ['2 threads', { threads: 2, prewarm: false }],
  ['sdk', { transport: 'sdk', onLate: 'drop' }],
]

const service = 10_000

/** Relations that hold whatever is fired, and with whichever flags. */
export const flagsAndClocks: Check = {
  id: 'A15',
  title: 'Whatever the flags: response time is never below service time',
  setup:
    'each shape, service 10 ms: by default, with 2 threads and no prewarm, with the SDK and late arrivals ' +
    'dropped; then a paused generator that drops the late',
  async run(bench) {
    const rows: Row[] = []
    for (const [name, firing] of settings) {
      const measured = await bench.fire({
        acts: [{ requests: Infinity, delays: [service] }],
        profile: { phases: shapes, firing },
      })
      rows.push(
        ...compareClocks(
          measured,
          name,
          shapes.map((shape) => shape.name),
        ),
      )
    }
    if (process.platform === 'win32') return rows
    const flags = ['--rate', '100/s', '-d', '1500ms', '--on-late', 'drop']
    const dropping = await bench.fireInProcess({
      acts: [{ requests: Infinity, delays: [service] }],
      flags,
      async meddle(child) {
        await child.wait(600)
        await child.pause(100)
      },
    })
    return [...rows, ...compareDropping(dropping)]
  },
}

/** In each shape response times are at least service times; and with no stall, the same. */
export function compareClocks(measured: Measured, setting: string, names: readonly string[]): readonly Row[] {
  const below = measured.observations
    .filter(isSent)
    .filter((sent) => responseTime(sent) < serviceTime(sent) || scheduleLag(sent) < 0)
  const clocks = names.map((name, phase) => ({
    name,
    response: inPhase(measured, phase, 'response_time'),
    own: inPhase(measured, phase, 'service_time'),
  }))
  // A burst is written one after the other, so its responses do have lag.
  const apart = clocks
    .filter(({ name }) => name !== 'burst')
    .map(({ response, own }) => (response?.p50 ?? NaN) - (own?.p50 ?? NaN))
  return [
    countRow(`${setting}: response below service`, 0, below.length),
    countRow(
      `${setting}: a percentile below`,
      0,
      clocks.reduce((sum, clock) => sum + inverted(clock), 0),
    ),
    countRow(
      `${setting}: shapes that lose one`,
      0,
      clocks.filter(({ response, own }) => response === undefined || response.count !== own?.count).length,
    ),
    compare({
      what: `${setting}: p50 of both apart`,
      unit: 'µs',
      relation: 'at-most',
      claimed: usualFloor,
      measured: Math.max(...apart),
      tolerance: 0,
      noise: measured.noise.at(50),
    }),
  ]
}

interface Clocks {
  readonly response: Distribution | undefined
  readonly own: Distribution | undefined
}

/** How many percentiles of the response time are below those of the service time. */
function inverted({ response, own }: Clocks): number {
  if (response === undefined || own === undefined) return 1
  const points = ['p50', 'p90', 'p95', 'p99', 'p99_9', 'max'] as const
  // Beyond 1,000 values both are rounded to three digits.
  return points.filter((point) => response[point] < own[point] * 0.999).length
}

/** Dropping the late changes how many there are. Those that were sent keep their clock. */
export function compareDropping(measured: MeasuredProcess): readonly Row[] {
  const counts = phaseOf(measured, 0)?.counts
  const sent = measured.observations.filter(isSent)
  const late = measured.observations.filter(
    (one) => one.outcome.kind === 'dropped' && one.outcome.reason === 'late',
  )
  return [
    countRow('drop: sent and dropped', 150, counts === undefined ? undefined : counts.sent + counts.dropped),
    compare({
      what: 'drop: dropped for 100 ms pause',
      unit: 'count',
      claimed: 9,
      measured: late.length,
      tolerance: 2,
      noise: Math.ceil(measured.noise.at(100) / 10_000),
      noiseBothWays: true,
    }),
    compare({
      what: 'drop: lag of what was sent',
      unit: 'µs',
      relation: 'at-most',
      claimed: lateAfter,
      measured: sent.length === 0 ? undefined : Math.max(...sent.map(scheduleLag)),
      // A request may be written a moment after it was looked at.
      tolerance: usualFloor,
      noise: measured.noise.at(100),
    }),
    countRow(
      'drop: response below service',
      0,
      sent.filter((one) => responseTime(one) < serviceTime(one)).length,
    ),
  ]
}
