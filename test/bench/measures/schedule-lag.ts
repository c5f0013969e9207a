import { scheduleLag as lagOf } from '../../../lib/model/observation.ts'
import { inNewProcess } from '../bench-process.ts'
import type { Bench, Findings } from '../measure.ts'
import { observationsOf } from '../observations-of.ts'
import { median, percentile } from '../order.ts'
import type { OpenResult, OpenTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const seconds = 3

/** `poll`: as coldburst waits when it fires at AWS; without, as at an endpoint on this machine. */
const cases: readonly Case[] = [
  { perSecond: 100, poll: true },
  { perSecond: 1_000, poll: true },
  { perSecond: 1_000, poll: false },
]

interface Case {
  readonly perSecond: number
  readonly poll: boolean
}

/** Lags in ms. */
interface Reading extends Case {
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly sent: number
  readonly dropped: number
  readonly coreBusy: number
}

/** How late sends of an open loop are, whatever the answers. */
export async function scheduleLag(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const each of cases) readings.push(await run(each, bench))
  }
  return {
    title: `Schedule lag of an open loop, ${seconds} s, ${bench.repeats} times each; ms`,
    table: [
      ['', 'p50', 'p99', 'max', 'core busy', 'sent', 'dropped'],
      ...cases.map((each) => row(each, readings)),
    ],
    notes: [
      'Medians of what each run had as its p50, p99 and max. coldburst polls at AWS, not at loopback endpoints.',
    ],
    data: { seconds, readings },
  }
}

async function run(each: Case, bench: Bench): Promise<Reading> {
  const folder = bench.newFolder()
  const task: OpenTask = {
    kind: 'open',
    endpoint: bench.endpoint,
    functionName: 'bench',
    phase: { rate: { per: `${each.perSecond}/s`, for: `${seconds}s` } },
    poll: each.poll,
    folder,
  }
  const { cpuMicros, wallMicros } = await inNewProcess<OpenResult>('coldburst', bench.clientCore, task)
  const { sent, dropped } = await observationsOf(folder)
  const lags = sent.map((observation) => lagOf(observation) / 1_000)
  return {
    ...each,
    p50: percentile(lags, 50),
    p99: percentile(lags, 99),
    max: percentile(lags, 100),
    sent: sent.length,
    dropped,
    coreBusy: cpuMicros / wallMicros,
  }
}

function row({ perSecond, poll }: Case, readings: readonly Reading[]): string[] {
  const own = readings.filter((reading) => reading.perSecond === perSecond && reading.poll === poll)
  const medianOf = (key: 'p50' | 'p99' | 'max' | 'coreBusy'): number =>
    median(own.map((reading) => reading[key]))
  const sum = (key: 'sent' | 'dropped'): number => own.reduce((total, reading) => total + reading[key], 0)
  return [
    `coldburst, ${perSecond.toLocaleString('en-US')}/s, ${poll ? 'polling' : 'by timers'}`,
    number(medianOf('p50')),
    number(medianOf('p99')),
    number(medianOf('max')),
    `${Math.round(medianOf('coreBusy') * 100)} %`,
    sum('sent').toLocaleString('en-US'),
    sum('dropped').toLocaleString('en-US'),
  ]
}
