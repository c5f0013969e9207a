// coldburst as a client: its own firing thread, target and observation file, in a process of the bench.
import { fire } from '../../../lib/engine/firing-threads.ts'
import { answerTasks } from '../answer-tasks.ts'
import { benchPlan, type Phase, type Transport } from '../bench-plan.ts'
import { type ClosedResult, type ClosedTask, closedMillis } from '../closed-task.ts'
import { dummyCredentials, region } from '../invocation.ts'
import { createWindow } from '../window.ts'

interface Fired {
  readonly endpoint: string
  readonly functionName: string
  readonly transport: Transport
  readonly folder: string
}

export type ColdburstClosedTask = Omit<ClosedTask, 'requestBytes'> & Fired

/** Any load; what came of it is in the observations below `folder`. */
export interface ColdburstOpenTask extends Fired {
  readonly kind: 'open'
  readonly phase: Phase
}

export interface ColdburstOpenResult {
  /** The instant that observations count from, µs of the monotonic clock. */
  readonly originMicros: number
  readonly cpuMicros: number
  readonly wallMicros: number
}

/** A closed loop for as long as given, whose memory is looked at. */
export interface ColdburstMemoryTask extends Fired {
  readonly kind: 'memory'
  readonly concurrency: number
  readonly forMs: number
}

export interface ColdburstMemoryResult {
  readonly answers: number
  readonly errors: number
  /** Resident bytes of the whole process about ten times a second, each with the answers so far. */
  readonly looks: readonly { readonly answers: number; readonly rss: number }[]
}

export type ColdburstTask = ColdburstClosedTask | ColdburstOpenTask | ColdburstMemoryTask

answerTasks(async (task: ColdburstTask) => {
  switch (task.kind) {
    case 'closed':
      return closed(task)
    case 'open':
      return open(task)
    case 'memory':
      return memory(task)
    default:
      return task satisfies never
  }
})

async function closed(task: ColdburstClosedTask): Promise<ClosedResult> {
  const window = createWindow(task)
  const phase = { closed: { concurrency: task.concurrency, for: `${closedMillis(task)}ms` } }
  let [errors, answers] = [0, 0]
  await fireAt({ ...task, phase }, (progress) => {
    window.look(progress.ended)
    errors = progress.errors
    answers = progress.ended
  })
  return { ...window.reading(), errors, answers }
}

async function open(task: ColdburstOpenTask): Promise<ColdburstOpenResult> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const origin = await fireAt(task)
  const { user, system } = process.cpuUsage(before)
  const wallMicros = Math.round((performance.now() - startedAt) * 1_000)
  return { originMicros: Number(origin / 1_000n), cpuMicros: user + system, wallMicros }
}

async function memory(task: ColdburstMemoryTask): Promise<ColdburstMemoryResult> {
  const phase = { closed: { concurrency: task.concurrency, for: `${task.forMs}ms` } }
  const looks: { answers: number; rss: number }[] = []
  let [errors, answers] = [0, 0]
  await fireAt({ ...task, phase }, (progress) => {
    errors = progress.errors
    answers = progress.ended
    looks.push({ answers, rss: process.memoryUsage.rss() })
  })
  return { answers, errors, looks }
}

async function fireAt(
  { endpoint, functionName, phase, transport, folder }: Fired & { readonly phase: Phase },
  onProgress?: Parameters<typeof fire>[0]['onProgress'],
): Promise<bigint> {
  const { plan, secrets } = benchPlan(endpoint, functionName, phase, transport)
  const origin = process.hrtime.bigint()
  const never = new AbortController().signal
  const { storageFailure } = await fire({
    plan,
    payloads: secrets.payloads,
    origin,
    poll: true,
    region,
    endpoint,
    credentials: async () => dummyCredentials,
    function: functionName,
    logTail: true,
    folder,
    threads: 1,
    drain: never,
    abort: never,
    ...(onProgress === undefined ? {} : { onProgress }),
  })
  if (storageFailure) throw new Error(`observations could not be stored: ${storageFailure.message}`)
  return origin
}
