import { scheduleLag as lagOf } from '../../../lib/model/observation.ts'
import type { Goal } from '../goal.ts'
import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import { observationsOf } from '../observations-of.ts'
import { median, percentile } from '../order.ts'
import type { ColdburstOpenResult, ColdburstOpenTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const seconds = 3
const rates = [1_000, 5_000] as const
type Rate = (typeof rates)[number]

/** Lags in ms. */
interface Reading {
  readonly perSecond: Rate
  readonly p50: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
  readonly sent: number
  readonly dropped: number
}

/** How late sends of an open loop are, whatever the answers. */
export async function scheduleLag(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const rate of rates) readings.push(await run(rate, bench))
  }
  return {
    title: `Schedule lag of an open loop, ${seconds} s from a process that has just started, ${bench.repeats} times each; ms`,
    table: [
      ['', 'p50', 'p99', 'p99.9', 'max', 'sent', 'dropped'],
      ...rates.map((rate) => row(rate, readings)),
    ],
    notes: [
      'Medians of what each run had. The firing thread polls for its instants and shares its core with nothing but the main thread, which does little.',
    ],
    goals: [goal('p99', 1, readings), goal('p99_9', 5, readings)],
    data: { seconds, readings },
  }
}

async function run(perSecond: Rate, bench: Bench): Promise<Reading> {
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
  const { sent, dropped } = await observationsOf(folder)
  const lags = sent.map((observation) => lagOf(observation) / 1_000)
  return {
    perSecond,
    p50: percentile(lags, 50),
    p99: percentile(lags, 99),
    p99_9: percentile(lags, 99.9),
    max: percentile(lags, 100),
    sent: sent.length,
    dropped,
  }
}

type Figure = 'p50' | 'p99' | 'p99_9' | 'max'

function medianOf(key: Figure, rate: Rate, readings: readonly Reading[]): number {
  return median(readings.filter(({ perSecond }) => perSecond === rate).map((reading) => reading[key]))
}

function row(rate: Rate, readings: readonly Reading[]): string[] {
  const own = readings.filter(({ perSecond }) => perSecond === rate)
  const sum = (key: 'sent' | 'dropped'): number => own.reduce((total, reading) => total + reading[key], 0)
  return [
    `coldburst, ${rate.toLocaleString('en-US')}/s`,
    ...(['p50', 'p99', 'p99_9', 'max'] as const).map((key) => number(medianOf(key, rate, readings))),
    sum('sent').toLocaleString('en-US'),
    sum('dropped').toLocaleString('en-US'),
  ]
}

function goal(key: 'p99' | 'p99_9', limit: number, readings: readonly Reading[]): Goal {
  const what = `schedule lag at 5,000/s open loop, ${key.replace('_', '.')}`
  return { what, bound: 'at most', limit, unit: 'ms', measured: medianOf(key, 5_000, readings) }
}
