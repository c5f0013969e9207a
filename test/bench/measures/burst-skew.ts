import { type Bench, CannotMeasure, type Findings } from '../measure.ts'
import { inNewProcess } from '../bench-process.ts'
import { observationsOf } from '../observations-of.ts'
import { median } from '../order.ts'
import type { BurstResult, BurstTask } from '../processes/client-lambda.ts'
import type { OpenResult, OpenTask } from '../processes/coldburst.ts'
import type { StubTraffic } from '../processes/stub-server.ts'
import { number } from '../table.ts'

const size = 1_000
/** Longer than the burst takes, so that no connection is used twice. */
const holdMs = 1_000
/** Each invocation takes one connection, and the client needs a few files besides. */
const openFilesNeeded = size + 100

type Client = 'coldburst' | 'client-lambda'

/** All times in ms. */
interface Burst {
  readonly client: Client
  /** First to last send, as the client recorded it. */
  readonly sends: number | undefined
  /** First to last arrival at the server. */
  readonly arrivals: number
  /** From the planned instant to the last arrival. */
  readonly lastArrival: number
  readonly errors: number
}

/** How far apart the invocations of one burst are, from a process that has just started. */
export async function burstSkew(bench: Bench): Promise<Findings> {
  if (bench.openFiles !== undefined && bench.openFiles < openFilesNeeded) {
    throw new CannotMeasure(
      `a burst of ${size} needs ${openFilesNeeded} open files and \`ulimit -n\` is ${bench.openFiles}`,
    )
  }
  const bursts: Burst[] = []
  for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
    bursts.push(await byColdburst(bench), await byClientLambda(bench))
  }
  const errors = bursts.reduce((sum, burst) => sum + burst.errors, 0)
  return {
    title: `Burst of ${size.toLocaleString('en-US')}, answers after ${holdMs / 1_000} s, no connection open before, ${bench.repeats} times each; ms`,
    table: [
      ['', 'first to last send', 'first to last arrival', 'instant to last arrival'],
      row('coldburst', bursts),
      row('client-lambda', bursts),
    ],
    notes: [
      'The instant is the planned one for coldburst, which prepares before it, and that of the first call for client-lambda.',
      ...(errors === 0 ? [] : [`${errors} invocations failed: these were no whole bursts.`]),
    ],
    data: { size, holdMs, bursts },
  }
}

const functionName = `hold-${holdMs}`

async function byColdburst(bench: Bench): Promise<Burst> {
  const { endpoint } = bench
  const folder = bench.newFolder()
  const phase = { burst: { size } }
  const task: OpenTask = { kind: 'open', endpoint, functionName, phase, poll: true, folder }
  await bench.stub.ask('take')
  const { originMicros } = await inNewProcess<OpenResult>('coldburst', bench.clientCore, task)
  const seen = (await bench.stub.ask('take')) as StubTraffic
  const { sent } = await observationsOf(folder)
  const sends = sent.map(({ sentAt }) => sentAt)
  const ok = sent.filter(({ outcome }) => outcome.kind === 'ok').length
  return {
    client: 'coldburst',
    sends: (Math.max(...sends) - Math.min(...sends)) / 1_000,
    ...arrivalsOf(seen, originMicros + (sent[0]?.scheduledAt ?? 0)),
    errors: size - Math.min(ok, seen.requests),
  }
}

async function byClientLambda(bench: Bench): Promise<Burst> {
  const task: BurstTask = { kind: 'burst', endpoint: bench.endpoint, functionName, size }
  await bench.stub.ask('take')
  const { triggeredAt, errors } = await inNewProcess<BurstResult>('client-lambda', bench.clientCore, task)
  const seen = (await bench.stub.ask('take')) as StubTraffic
  return { client: 'client-lambda', sends: undefined, ...arrivalsOf(seen, triggeredAt), errors }
}

function arrivalsOf(
  { firstAt, lastAt }: StubTraffic,
  instant: number,
): Pick<Burst, 'arrivals' | 'lastArrival'> {
  return { arrivals: (lastAt - firstAt) / 1_000, lastArrival: (lastAt - instant) / 1_000 }
}

function row(client: Client, bursts: readonly Burst[]): string[] {
  const own = bursts.filter((burst) => burst.client === client)
  const sends = own.flatMap((burst) => burst.sends ?? [])
  return [
    client,
    sends.length === 0 ? 'not recorded' : number(median(sends)),
    number(median(own.map(({ arrivals }) => arrivals))),
    number(median(own.map(({ lastArrival }) => lastArrival))),
  ]
}
