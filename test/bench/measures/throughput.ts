import type { Transport } from '../bench-plan.ts'
import { inNewProcess } from '../bench-process.ts'
import type { ClosedResult, ClosedTask } from '../closed-task.ts'
import type { Goal } from '../goal.ts'
import type { Bench, Findings } from '../measure.ts'
import { median } from '../order.ts'
import type { ColdburstClosedTask } from '../processes/coldburst.ts'
import { number } from '../table.ts'

const clients = ['coldburst', 'coldburst, sdk', 'client-lambda', 'autocannon'] as const
type Client = (typeof clients)[number]

const concurrency = 50
const lengths = { warmUpMs: 1_500, measuredMs: 3_000 }

interface Reading extends ClosedResult {
  readonly client: Client
  readonly perSecond: number
  readonly cpuEach: number
  readonly requestBytes: number
  /** Processor time of the stub server over wall time: near 1 it is the server that was measured. */
  readonly serverBusy: number
  /** Answers that the client counted and the server did not send. */
  readonly miscounted: number
}

/** Invocations per second and CPU per invocation of a closed loop of 50, every client on the same core. */
export async function throughput(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const client of clients) {
      readings.push(await run(client, bench, readings[0]?.requestBytes ?? 0))
    }
  }
  const medians = clients.map((client) => mediansOf(client, readings))
  return {
    title:
      `Closed loop of ${concurrency} on one core: ${lengths.measuredMs / 1_000} s after ` +
      `${lengths.warmUpMs / 1_000} s of warm-up, ${bench.repeats} times each`,
    table: [
      ['', 'per second', '×', 'CPU µs each', 'request bytes', 'invocations', 'server busy'],
      ...medians.map((each) => row(each, ofClient(medians, 'client-lambda'))),
    ],
    notes: [
      '× compares with plain client-lambda; autocannon sends as many bytes and gets the same answers, but neither signs its requests nor reads the log tail.',
      ...faults(readings),
    ],
    goals: goalsOf(medians),
    data: { concurrency, ...lengths, readings },
  }
}

async function run(client: Client, bench: Bench, requestBytes: number): Promise<Reading> {
  await bench.stub.take()
  const result = await runClient(client, bench, Math.round(requestBytes))
  const served = await bench.stub.take()
  return {
    client,
    ...result,
    perSecond: (result.requests / result.wallMicros) * 1e6,
    cpuEach: result.cpuMicros / result.requests,
    requestBytes: served.bytes / served.requests,
    serverBusy: served.cpuMicros / (served.lastAt - served.firstAt),
    miscounted: Math.max(0, result.answers - served.requests),
  }
}

async function runClient(client: Client, bench: Bench, requestBytes: number): Promise<ClosedResult> {
  const { endpoint } = bench.stub
  const task = { kind: 'closed', endpoint, functionName: 'bench', concurrency, ...lengths } as const
  const core = bench.cores?.client
  if (client === 'client-lambda' || client === 'autocannon')
    return inNewProcess(client, core, { ...task, requestBytes } satisfies ClosedTask)
  const transport: Transport = client === 'coldburst' ? 'lean' : 'sdk'
  const own: ColdburstClosedTask = { ...task, transport, folder: bench.newFolder() }
  return inNewProcess('coldburst', core, own)
}

type Medians = Pick<Reading, 'client' | 'perSecond' | 'cpuEach' | 'requestBytes' | 'serverBusy' | 'requests'>

function mediansOf(client: Client, readings: readonly Reading[]): Medians {
  const own = readings.filter((reading) => reading.client === client)
  const medianOf = (key: 'perSecond' | 'cpuEach' | 'requestBytes' | 'serverBusy'): number =>
    median(own.map((reading) => reading[key]))
  return {
    client,
    perSecond: medianOf('perSecond'),
    cpuEach: medianOf('cpuEach'),
    requestBytes: medianOf('requestBytes'),
    serverBusy: medianOf('serverBusy'),
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
  }
}

const ofClient = (medians: readonly Medians[], client: Client): Medians | undefined =>
  medians.find((each) => each.client === client)

function row(of: Medians, plain: Medians | undefined): string[] {
  const { client, perSecond, cpuEach, requestBytes, serverBusy, requests } = of
  return [
    client,
    number(perSecond),
    number(perSecond / (plain?.perSecond ?? Number.NaN)),
    number(cpuEach),
    number(requestBytes),
    requests.toLocaleString('en-US'),
    `${Math.round(serverBusy * 100)} %`,
  ]
}

function faults(readings: readonly Reading[]): string[] {
  const sum = (key: 'errors' | 'miscounted'): number =>
    readings.reduce((total, reading) => total + reading[key], 0)
  const [errors, miscounted] = [sum('errors'), sum('miscounted')]
  return [
    ...(errors === 0 ? [] : [`${errors} requests failed: these figures are not of successful invocations.`]),
    ...(miscounted === 0 ? [] : [`Clients counted ${miscounted} answers more than the server sent.`]),
  ]
}

function goalsOf(medians: readonly Medians[]): Goal[] {
  const against = (other: Client): number =>
    (ofClient(medians, 'coldburst')?.perSecond ?? Number.NaN) /
    (ofClient(medians, other)?.perSecond ?? Number.NaN)
  const common = { bound: 'at least', unit: '×' } as const
  return [
    {
      ...common,
      what: 'invocations/s on one core, against plain client-lambda',
      limit: 12,
      measured: against('client-lambda'),
    },
    { ...common, what: 'the same, against autocannon', limit: 1, measured: against('autocannon') },
  ]
}
