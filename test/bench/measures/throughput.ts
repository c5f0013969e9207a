import { inNewProcess, type ProcessName } from '../bench-process.ts'
import type { ClosedResult, ClosedTask } from '../closed-task.ts'
import type { Bench, Findings } from '../measure.ts'
import { median } from '../order.ts'
import type { StubTraffic } from '../processes/stub-server.ts'
import { number } from '../table.ts'

const clients = ['coldburst', 'client-lambda', 'autocannon'] as const satisfies readonly ProcessName[]
type Client = (typeof clients)[number]

const concurrency = 50
const lengths = { warmUpMs: 1_500, measuredMs: 3_000 }

interface Reading extends ClosedResult {
  readonly client: Client
  readonly perSecond: number
  readonly cpuEach: number
  /** Processor time of the stub server over wall time: near 1 it is the server that was measured. */
  readonly serverBusy: number
}

/** Invocations per second and CPU per invocation of a closed loop of 50, every client on the same core. */
export async function throughput(bench: Bench): Promise<Findings> {
  const readings: Reading[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    for (const client of clients) readings.push(await run(client, bench))
  }
  const plain = summary('client-lambda', readings)
  const rows = clients.map((client) => row(summary(client, readings), plain))
  const errors = readings.reduce((sum, reading) => sum + reading.errors, 0)
  return {
    title:
      `Closed loop of ${concurrency} on one core: ${lengths.measuredMs / 1_000} s after ` +
      `${lengths.warmUpMs / 1_000} s of warm-up, ${bench.repeats} times each`,
    table: [['', 'per second', '×', 'CPU µs each', '×', 'invocations', 'server busy'], ...rows],
    notes: [
      '× compares with plain client-lambda; autocannon gets the same answers, but neither signs its requests nor reads the log tail.',
      ...(errors === 0
        ? []
        : [`${errors} requests failed: these figures are not of successful invocations.`]),
    ],
    data: { concurrency, ...lengths, readings },
  }
}

async function run(client: Client, bench: Bench): Promise<Reading> {
  const { endpoint } = bench
  const task: ClosedTask = { kind: 'closed', endpoint, functionName: 'bench', concurrency, ...lengths }
  await bench.stub.ask('take')
  const folder = client === 'coldburst' ? { folder: bench.newFolder() } : {}
  const result = await inNewProcess<ClosedResult>(client, bench.clientCore, { ...task, ...folder })
  const served = (await bench.stub.ask('take')) as StubTraffic
  return {
    client,
    ...result,
    perSecond: (result.requests / result.wallMicros) * 1e6,
    cpuEach: result.cpuMicros / result.requests,
    serverBusy: served.cpuMicros / (served.lastAt - served.firstAt),
  }
}

interface Summary {
  readonly client: Client
  readonly perSecond: number
  readonly cpuEach: number
  readonly serverBusy: number
  readonly requests: number
}

function summary(client: Client, readings: readonly Reading[]): Summary {
  const own = readings.filter((reading) => reading.client === client)
  const medianOf = (key: 'perSecond' | 'cpuEach' | 'serverBusy'): number =>
    median(own.map((reading) => reading[key]))
  return {
    client,
    perSecond: medianOf('perSecond'),
    cpuEach: medianOf('cpuEach'),
    serverBusy: medianOf('serverBusy'),
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
  }
}

function row({ client, perSecond, cpuEach, serverBusy, requests }: Summary, plain: Summary): string[] {
  return [
    client,
    number(perSecond),
    number(perSecond / plain.perSecond),
    number(cpuEach),
    number(cpuEach / plain.cpuEach),
    requests.toLocaleString('en-US'),
    `${Math.round(serverBusy * 100)} %`,
  ]
}
