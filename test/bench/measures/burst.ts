import { inNewProcess } from '../bench-process.ts'
import type { BurstResult, BurstTask } from '../burst-task.ts'
import type { Goal } from '../goal.ts'
import { unsignedRequest } from '../invocation.ts'
import { type Bench, CannotMeasure, type Findings } from '../measure.ts'
import { runNative } from '../native.ts'
import { observationsOf } from '../observations-of.ts'
import { median } from '../order.ts'
import type { ColdburstOpenResult, ColdburstOpenTask } from '../processes/coldburst.ts'
import { type StubServer, startNodeStub } from '../stub-servers.ts'
import { number } from '../table.ts'

const size = 1_000
/** Longer than the burst takes, so that no connection is used twice. */
const holdMs = 1_000
const functionName = `hold-${holdMs}`
/** Each invocation takes one connection, and client and server need a few files besides. */
const openFilesNeeded = size + 100

type Client = 'coldburst' | 'client-lambda' | 'bare loop' | 'C'
type Wire = 'HTTP' | 'TLS'

/** All times in ms. */
interface Burst {
  readonly wire: Wire
  readonly client: Client
  /** First to last send, as the client recorded it. */
  readonly sends: number | undefined
  /** First to last arrival at the server. */
  readonly arrivals: number
  /** From the planned instant to the last arrival. */
  readonly lastArrival: number
  readonly requestBytes: number
  readonly errors: number
}

interface Range {
  readonly bench: Bench
  readonly wire: Wire
  readonly stub: StubServer
}

/** How long a burst takes to arrive, each client from a process that has just started. */
export async function burst(bench: Bench): Promise<Findings> {
  if (bench.openFiles !== undefined && bench.openFiles < openFilesNeeded) {
    throw new CannotMeasure(
      `a burst of ${size} needs ${openFilesNeeded} open files and \`ulimit -n\` is ${bench.openFiles}`,
    )
  }
  const overTls = await startNodeStub(bench.cores?.server, bench.certificate)
  try {
    const bursts: Burst[] = []
    for (let repeat = 0; repeat < bench.repeats; repeat += 1) {
      bursts.push(...(await round({ bench, wire: 'HTTP', stub: bench.stub })))
      bursts.push(...(await round({ bench, wire: 'TLS', stub: overTls })))
    }
    return findings(bench, bursts)
  } finally {
    await overTls.end()
  }
}

async function round(range: Range): Promise<Burst[]> {
  const own = await byColdburst(range)
  const { requestBytes } = own
  return [
    own,
    await byOther('client-lambda', range, requestBytes),
    await byOther('bare loop', range, requestBytes),
    ...(range.wire === 'TLS' ? [] : await byC(range, requestBytes)),
  ]
}

async function byColdburst({ bench, wire, stub }: Range): Promise<Burst> {
  const folder = bench.newFolder()
  const phase = { burst: { size } }
  const { endpoint } = stub
  const task: ColdburstOpenTask = { kind: 'open', endpoint, functionName, phase, transport: 'lean', folder }
  await stub.take()
  const { originMicros } = await inNewProcess<ColdburstOpenResult>(
    'coldburst',
    bench.cores?.client,
    task,
    trusting(bench),
  )
  const { sent } = await observationsOf(folder)
  const sends = sent.map(({ sentAt }) => sentAt)
  const ok = sent.filter(({ outcome }) => outcome.kind === 'ok').length
  return {
    wire,
    client: 'coldburst',
    sends: (Math.max(...sends) - Math.min(...sends)) / 1_000,
    ...(await seenBy(stub, originMicros + (sent[0]?.scheduledAt ?? 0))),
    errors: size - ok,
  }
}

async function byOther(
  client: 'client-lambda' | 'bare loop',
  { bench, wire, stub }: Range,
  requestBytes: number,
): Promise<Burst> {
  const { endpoint } = stub
  const task: BurstTask = {
    kind: 'burst',
    endpoint,
    functionName,
    size,
    requestBytes: Math.round(requestBytes),
  }
  const name = client === 'bare loop' ? 'bare-loop' : client
  await stub.take()
  const { triggeredAt, errors } = await inNewProcess<BurstResult>(
    name,
    bench.cores?.client,
    task,
    trusting(bench),
  )
  return { wire, client, sends: undefined, ...(await seenBy(stub, triggeredAt)), errors }
}

async function byC({ bench, wire, stub }: Range, requestBytes: number): Promise<Burst[]> {
  if (typeof bench.native === 'string') return []
  const request = unsignedRequest(new URL(stub.endpoint).host, functionName, Math.round(requestBytes))
  await stub.take()
  const printed = await runNative(bench.native.path('burst'), [stub.port, size], bench.cores?.client, request)
  const { triggeredAt, errors } = JSON.parse(printed) as BurstResult
  return [{ wire, client: 'C', sends: undefined, ...(await seenBy(stub, triggeredAt)), errors }]
}

const trusting = ({ certificate }: Bench): Record<string, string> => ({
  NODE_EXTRA_CA_CERTS: certificate.certificate,
})

async function seenBy(
  stub: StubServer,
  instant: number,
): Promise<Pick<Burst, 'arrivals' | 'lastArrival' | 'requestBytes'>> {
  const { requests, bytes, firstAt, lastAt } = await stub.take()
  if (requests !== size)
    throw new Error(`the server saw ${requests} requests of a burst of ${size.toLocaleString('en-US')}`)
  return {
    arrivals: (lastAt - firstAt) / 1_000,
    lastArrival: (lastAt - instant) / 1_000,
    requestBytes: bytes / requests,
  }
}

function findings(bench: Bench, bursts: readonly Burst[]): Findings {
  const errors = bursts.reduce((sum, each) => sum + each.errors, 0)
  const subjects = [...new Set(bursts.map(({ wire, client }) => `${wire}, ${client}`))].toSorted()
  return {
    title: `Burst of ${size.toLocaleString('en-US')}, answers after ${holdMs / 1_000} s, ${bench.repeats} times each; ms`,
    table: [
      ['', 'first to last send', 'first to last arrival', 'instant to last arrival'],
      ...subjects.map((subject) => row(subject, bursts)),
    ],
    notes: [
      'The instant is the planned one for coldburst, which opens its connections and prepares before it; that of the first call for client-lambda, with nothing open; that of the first write for the bare loop and C, whose connections are open.',
      ...(typeof bench.native === 'string' ? [`The C client is left out: ${bench.native}.`] : []),
      ...(errors === 0 ? [] : [`${errors} invocations failed: these were no whole bursts.`]),
    ],
    goals: [...goalsOf('HTTP', bursts, bench), ...goalsOf('TLS', bursts, bench)],
    data: { size, holdMs, bursts },
  }
}

function row(subject: string, bursts: readonly Burst[]): string[] {
  const own = bursts.filter(({ wire, client }) => `${wire}, ${client}` === subject)
  const sends = own.flatMap((each) => each.sends ?? [])
  return [
    subject,
    sends.length === 0 ? 'not recorded' : number(median(sends)),
    number(median(own.map(({ arrivals }) => arrivals))),
    number(median(own.map(({ lastArrival }) => lastArrival))),
  ]
}

function goalsOf(wire: Wire, bursts: readonly Burst[], bench: Bench): Goal[] {
  const last = (client: Client): number =>
    median(bursts.filter((each) => each.wire === wire && each.client === client).map((b) => b.lastArrival))
  const own = last('coldburst')
  const goal = (what: string, limit: number, other: Client): Goal => ({
    what: `burst of ${size.toLocaleString('en-US')} over ${wire}: instant to last arrival, ${what}`,
    bound: 'at most',
    limit,
    unit: '×',
    measured: own / last(other),
  })
  return [
    goal('against plain client-lambda', 0.04, 'client-lambda'),
    goal('against a bare loop', 2, 'bare loop'),
    ...(wire === 'TLS' ? [] : [withReason(goal('against C', 2, 'C'), bench)]),
  ]
}

function withReason(goal: Goal, { native }: Bench): Goal {
  return typeof native === 'string' ? { ...goal, measured: undefined, why: native } : goal
}
