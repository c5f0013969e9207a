import { serviceTime as serviceTimeOf } from '../../../lib/model/observation.ts'
import { inNewProcess } from '../bench-process.ts'
import type { Goal } from '../goal.ts'
import { unsignedRequest } from '../invocation.ts'
import type { Bench, Findings } from '../measure.ts'
import { runNative } from '../native.ts'
import { observationsOf } from '../observations-of.ts'
import { median, percentile } from '../order.ts'
import type { ColdburstOpenResult, ColdburstOpenTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const seconds = 5
/** What is sent before is left out: much of the code runs for the first time then. */
const warmSecond = 2
const perSecond = 1_000
const holdMs = 5
const functionName = `hold-${holdMs}`
/** More than are ever in flight, so that no request of the C client has to wait. */
const connections = 500

type Client = 'coldburst' | 'C'

/** Service time less what the server held the answer for, of each invocation; ms. */
interface Reading {
  readonly client: Client
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly count: number
  readonly errors: number
}

/** What a client adds to the time of an invocation that takes a known while. */
export async function serviceTime(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    const { reading, requestBytes } = await byColdburst(bench)
    readings.push(reading, ...(await byC(bench, requestBytes)))
  }
  const clients = [...new Set(readings.map(({ client }) => client))]
  const errors = readings.reduce((sum, reading) => sum + reading.errors, 0)
  return {
    title:
      `Service time beyond the server’s own, ${perSecond.toLocaleString('en-US')}/s open loop, answers ` +
      `held for ${holdMs} ms, ${seconds} s of which the first ${warmSecond} are left out, ${bench.repeats} times each; ms`,
    table: [['', 'p50', 'p99', 'max', 'invocations'], ...clients.map((client) => row(client, readings))],
    notes: [
      'Every answer says how long the server really held it, and that is taken off: the rest is the client, the kernel and loopback.',
      ...(typeof bench.native === 'string' ? [`The C client is left out: ${bench.native}.`] : []),
      ...(errors === 0 ? [] : [`${errors} invocations failed and are in no figure.`]),
    ],
    goals: [goal('p50', 0.1, readings, bench), goal('p99', 1, readings, bench)],
    data: { seconds, perSecond, holdMs, readings },
  }
}

async function byColdburst(bench: Bench): Promise<{ reading: Reading; requestBytes: number }> {
  const folder = bench.newFolder()
  const { endpoint } = bench.stub
  const phase = { rate: { per: `${perSecond}/s`, for: `${seconds}s` } }
  const task: ColdburstOpenTask = { kind: 'open', endpoint, functionName, phase, transport: 'lean', folder }
  await bench.stub.take()
  await inNewProcess<ColdburstOpenResult>('coldburst', bench.cores?.client, task)
  const { bytes, requests } = await bench.stub.take()
  const { sent } = await observationsOf(folder)
  const added = sent.flatMap((observation) => {
    const held = observation.markers.report?.duration
    const counts = observation.seq >= perSecond * warmSecond
    const whole = counts && observation.outcome.kind === 'ok' && held !== undefined
    return whole ? [(serviceTimeOf(observation) - held) / 1_000] : []
  })
  return { reading: readingOf('coldburst', added), requestBytes: Math.round(bytes / requests) }
}

async function byC({ native, stub, cores }: Bench, requestBytes: number): Promise<Reading[]> {
  if (typeof native === 'string') return []
  const request = unsignedRequest(new URL(stub.endpoint).host, functionName, requestBytes)
  const args = [stub.port, perSecond, perSecond * seconds, connections]
  const printed = await runNative(native.path('paced'), args, cores?.client, request)
  const lines = printed.split('\n').slice(perSecond * warmSecond)
  const added = lines.flatMap((line) => {
    const [service = 0, held = 0, status] = line.split(' ').map(Number)
    return status === 200 ? [(service - held) / 1_000] : []
  })
  return [readingOf('C', added)]
}

function readingOf(client: Client, added: readonly number[]): Reading {
  return {
    client,
    p50: percentile(added, 50),
    p99: percentile(added, 99),
    max: percentile(added, 100),
    count: added.length,
    errors: perSecond * (seconds - warmSecond) - added.length,
  }
}

function medianOf(key: 'p50' | 'p99' | 'max', client: Client, readings: readonly Reading[]): number {
  return median(readings.filter((reading) => reading.client === client).map((reading) => reading[key]))
}

function row(client: Client, readings: readonly Reading[]): string[] {
  const count = readings.reduce((sum, each) => sum + (each.client === client ? each.count : 0), 0)
  return [
    client,
    ...(['p50', 'p99', 'max'] as const).map((key) => number(medianOf(key, client, readings))),
    count.toLocaleString('en-US'),
  ]
}

function goal(key: 'p50' | 'p99', limit: number, readings: readonly Reading[], { native }: Bench): Goal {
  const what = `service time added at ${perSecond.toLocaleString('en-US')}/s beyond what C adds, ${key}`
  const common = { what, bound: 'at most', limit, unit: 'ms' } as const
  if (typeof native === 'string') return { ...common, measured: undefined, why: native }
  return { ...common, measured: medianOf(key, 'coldburst', readings) - medianOf(key, 'C', readings) }
}
