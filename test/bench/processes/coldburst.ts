// coldburst as a client: its own firing thread, SDK target and observation file, in a process of the bench.
import { fire } from '../../../lib/engine/firing-threads.ts'
import type { ProfileInput } from '../../../lib/profile/schema.ts'
import { answerTasks } from '../answer-tasks.ts'
import { benchPlan } from '../bench-plan.ts'
import { type ClosedResult, type ClosedTask, closedMillis } from '../closed-task.ts'
import { dummyCredentials, region } from '../invocation.ts'
import { createWindow } from '../window.ts'

/** An open loop; what came of it is in the observations below `folder`. */
export interface OpenTask {
  readonly kind: 'open'
  readonly endpoint: string
  readonly functionName: string
  readonly phase: Phase
  /** Whether instants are waited for by polling, as coldburst does at AWS, or by timers, as it does locally. */
  readonly poll: boolean
  readonly folder: string
}

export interface OpenResult {
  /** The instant that observations count from, µs of the monotonic clock. */
  readonly originMicros: number
  readonly cpuMicros: number
  readonly wallMicros: number
}

export type ColdburstTask = (ClosedTask & { readonly folder: string }) | OpenTask

type Phase = NonNullable<ProfileInput['phases']>[number]

answerTasks(async (task: ColdburstTask) => (task.kind === 'closed' ? closed(task) : open(task)))

async function closed(task: ClosedTask & { readonly folder: string }): Promise<ClosedResult> {
  const window = createWindow(task)
  const phase = { closed: { concurrency: task.concurrency, for: `${closedMillis(task)}ms` } }
  let errors = 0
  await fireAt({ ...task, phase, poll: true }, (progress) => {
    window.look(progress.ended)
    errors = progress.errors
  })
  return { ...window.reading(), errors }
}

async function open(task: OpenTask): Promise<OpenResult> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const origin = await fireAt(task)
  const { user, system } = process.cpuUsage(before)
  const wallMicros = Math.round((performance.now() - startedAt) * 1_000)
  return { originMicros: Number(origin / 1_000n), cpuMicros: user + system, wallMicros }
}

interface Firing {
  readonly endpoint: string
  readonly functionName: string
  readonly phase: Phase
  readonly poll: boolean
  readonly folder: string
}

async function fireAt(
  { endpoint, functionName, phase, poll, folder }: Firing,
  onProgress?: Parameters<typeof fire>[0]['onProgress'],
): Promise<bigint> {
  const { plan, secrets } = benchPlan(endpoint, functionName, phase)
  const origin = process.hrtime.bigint()
  const never = new AbortController().signal
  const { storageFailure } = await fire({
    plan,
    payloads: secrets.payloads,
    origin,
    poll,
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
