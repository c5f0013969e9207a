import { scheduleLag as lagOf } from '../../../lib/model/observation.ts'
import type { Goal } from '../goal.ts'
import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import { observationsOf } from '../observations-of.ts'
import { median, percentile } from '../order.ts'
import type { ColdburstOpenResult, ColdburstOpenTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const seconds = 6
/** Until then much of the code runs for the first time, interpreted: it is a row of its own. */
const warmSecond = 2
const rates = [1_000, 5_000] as const
type Rate = (typeof rates)[number]

const parts = ['first', 'later'] as const
type Part = (typeof parts)[number]

/** Lags in ms. */
interface Reading {
  readonly perSecond: Rate
  readonly part: Part
  readonly p50: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
  readonly sent: number
}

/** How late sends of an open loop are, whatever the answers. */
export async function scheduleLag(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const rate of rates) readings.push(...(await run(rate, bench)))
  }
  return {
    title: `Schedule lag of an open loop, a new process for ${seconds} s, ${bench.repeats} times each; ms`,
    table: [
      ['', 'p50', 'p99', 'p99.9', 'max', 'sent'],
      ...rates.flatMap((rate) => parts.map((part) => row(rate, part, readings))),
    ],
    notes: [
      'Medians of what each run had. The firing thread polls for its instants and shares its core with nothing but the main thread and what compiles the code, both of which have little to do after the first seconds. The goal is that of a firing thread that is warm; `--warmup 2s` leaves the first two out of a run’s numbers.',
    ],
    goals: [goal('p99', 1, readings), goal('p99_9', 5, readings)],
    data: { seconds, warmSecond, readings },
  }
}

async function run(perSecond: Rate, bench: Bench): Promise<Reading[]> {
  const folder = bench.newFolder()
  const task: ColdburstOpenTask = {
    kind: 'open',
    endpoint: bench.stub.endpoint,
    functionName: 'bench',
    phase: { rate: { per: `${perSecond}/s`, for: `${seconds}s` } },
    transport: 'lean',
    folder,
  }
  await inNewProcess<ColdburstOpenResult>('coldburst', bench.cores?.client, task)
  const { sent } = await observationsOf(folder)
  const warmSeq = perSecond * warmSecond
  const first = sent.filter(({ seq }) => seq < warmSeq).map(lagOf)
  const later = sent.filter(({ seq }) => seq >= warmSeq).map(lagOf)
  return [readingOf(perSecond, 'first', first), readingOf(perSecond, 'later', later)]
}

function readingOf(perSecond: Rate, part: Part, micros: readonly number[]): Reading {
  const lags = micros.map((lag) => lag / 1_000)
  return {
    perSecond,
    part,
    p50: percentile(lags, 50),
    p99: percentile(lags, 99),
    p99_9: percentile(lags, 99.9),
    max: percentile(lags, 100),
    sent: lags.length,
  }
}

type Figure = 'p50' | 'p99' | 'p99_9' | 'max'

const ofPart = (rate: Rate, part: Part, readings: readonly Reading[]): Reading[] =>
  readings.filter((reading) => reading.perSecond === rate && reading.part === part)

function row(rate: Rate, part: Part, readings: readonly Reading[]): string[] {
  const own = ofPart(rate, part, readings)
  const figure = (key: Figure): string => number(median(own.map((reading) => reading[key])))
  const when = part === 'first' ? `the first ${warmSecond} s` : 'from then on'
  return [
    `coldburst, ${rate.toLocaleString('en-US')}/s, ${when}`,
    ...(['p50', 'p99', 'p99_9', 'max'] as const).map(figure),
    own.reduce((total, { sent }) => total + sent, 0).toLocaleString('en-US'),
  ]
}

function goal(key: 'p99' | 'p99_9', limit: number, readings: readonly Reading[]): Goal {
  const what = `schedule lag at 5,000/s open loop, warm, ${key.replace('_', '.')}`
  const measured = median(ofPart(5_000, 'later', readings).map((reading) => reading[key]))
  return { what, bound: 'at most', limit, unit: 'ms', measured }
}
