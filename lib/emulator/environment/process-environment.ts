import { setImmediate } from 'node:timers/promises'

import { READY, untilReady } from './boot.ts'
import { runtimeCommand } from './environment-variables.ts'
import type { Call, Ending, Served } from './invocation.ts'
import { createLogBuffer } from '../logs/log-buffer.ts'
import type { MemoryWatch } from '../resources/memory-watch.ts'
import { logStreamName } from '../functions/names.ts'
import type { Deployment } from '../functions/deployment.ts'
import type { Placement } from '../fleet/placement.ts'
import type { ProcessFunction } from '../protocol.ts'
import type { Environment } from './environment.ts'
import { reportLine } from '../logs/report-line.ts'
import { type Begun, runInvocation } from './run-invocation.ts'
import { openRuntimeApi } from './runtime-api.ts'
import type { RuntimeProcess } from './runtime-process.ts'
import { createRuntimeSlot } from './runtime-slot.ts'
import { createTemporaryFolder } from '../resources/temporary-folder.ts'
import type { Warden } from '../warden/warden.ts'

/** What all environments share. */
export interface EnvironmentHost {
  readonly region: string
  readonly path: string
  readonly placement: Placement
  readonly warden: Warden
  readonly memoryWatch: MemoryWatch
}

/** A slower INIT is run again inside the first invocation, under the function's timeout. */
const INIT_LIMIT_MS = 10_000

export async function createProcessEnvironment(
  { fn }: Deployment & { readonly fn: ProcessFunction },
  host: EnvironmentHost,
): Promise<Environment> {
  const logStream = logStreamName(new Date())
  const folder = createTemporaryFolder(host.warden)
  const api = await openRuntimeApi().catch(async (error: unknown) => {
    await folder.remove()
    throw error
  })
  const log = createLogBuffer()
  const { region, path, warden, memoryWatch } = host
  const command = runtimeCommand(fn, {
    region,
    path,
    logStream,
    runtimeApi: api.address,
    tmpDir: folder.path,
  })
  const limitBytes = fn.memoryMb * MB
  const slot = createRuntimeSlot(command, { api, warden, memoryWatch, limitBytes, onOutput: log.append })
  let ordinal = 0
  let placementUs: number | undefined
  let closed = false
  /** The first INIT, once it has been tried. */
  let first: { readonly ms: number | undefined } | undefined

  async function initialiseAhead(): Promise<void> {
    first ??= { ms: await place(initialise) }
    slot.current?.freeze()
  }

  async function serve(call: Call): Promise<Served> {
    ordinal += 1
    placementUs = undefined
    // It died while it was idle, which is nothing that happened to this invocation.
    if (slot.current?.gone === true) await slot.end()
    first ??= { ms: await place(initialise) }
    const initMs = ordinal === 1 ? first.ms : undefined
    const kind = ordinal === 1 ? 'cold' : slot.current === undefined ? 'reinitialized' : 'warm'
    const begun = slot.current === undefined ? await place(restart) : beginWarm(slot.current)
    const ending = await runInvocation({ slot, api, timeoutMs: fn.timeoutMs }, begun, call)
    const elapsedMs = performance.now() - begun.startedAt
    // AWS counts the timeout and no more, however long the killing takes.
    const durationMs = ending.status === 'timeout' ? fn.timeoutMs : elapsedMs
    // What was written before the process asked for more is read within this turn of the event loop.
    await setImmediate()
    const tail = call.tail ? composeTail(call, ending, durationMs, initMs) : undefined
    slot.current?.freeze()
    return {
      ...ending,
      start: kind,
      ordinal,
      placementUs: placementUs ?? 0,
      ...(initMs === undefined ? {} : { initMs }),
      ...(slot.processId === undefined ? {} : { processId: slot.processId }),
      ...(tail === undefined ? {} : { tail }),
    }
  }

  /** Waits for a turn to start the process: that is on no clock but its own. */
  function place<T>(begin: () => Promise<T>): Promise<T> {
    return host.placement.run((waitedUs) => {
      placementUs = (placementUs ?? 0) + waitedUs
      if (closed) throw new Error('the environment is shut down')
      return begin()
    })
  }

  /** INIT ahead of the invocation, in ms; undefined when it failed: it is then run again inside. */
  async function initialise(): Promise<number | undefined> {
    const startedAt = performance.now()
    const runtime = slot.start()
    const cancel = runtime.deadline(INIT_LIMIT_MS)
    const boot = await untilReady(runtime)
    cancel()
    const initMs = performance.now() - startedAt
    if (boot.kind === 'ready') return initMs
    await slot.end()
    return undefined
  }

  /** The invocation's clock starts with an INIT inside it, whose output is part of its log. */
  async function restart(): Promise<Begun> {
    log.clear()
    const clock = { startedAt: performance.now(), deadlineMs: deadlineOf(fn) }
    const runtime = slot.start()
    const cancel = runtime.deadline(fn.timeoutMs)
    return { ...clock, runtime, cancel, boot: await untilReady(runtime) }
  }

  function beginWarm(runtime: RuntimeProcess): Begun {
    log.clear()
    const clock = { startedAt: performance.now(), deadlineMs: deadlineOf(fn) }
    const cancel = runtime.deadline(fn.timeoutMs)
    runtime.thaw()
    return { ...clock, runtime, cancel, boot: READY }
  }

  function composeTail(call: Call, ending: Ending, durationMs: number, initMs?: number): Buffer {
    const { status, errorType } = ending
    const report = reportLine({
      requestId: call.requestId,
      durationMs,
      ...(initMs === undefined ? {} : { initMs }),
      memoryMb: fn.memoryMb,
      // AWS never shows more than the size, also for what was killed above it.
      maxMemoryMb: Math.min(fn.memoryMb, Math.ceil(slot.peakBytes() / MB)),
      ...(status === undefined ? {} : { status }),
      ...(errorType === undefined ? {} : { errorType }),
    })
    return log.tail(call.requestId, report)
  }

  async function shutDown(): Promise<void> {
    closed = true
    await slot.end()
    api.close()
    await folder.remove()
  }

  return {
    logStream,
    get placementUs() {
      return placementUs
    },
    initialise: initialiseAhead,
    serve,
    shutDown,
    cpuSeconds: slot.cpuSeconds,
  }
}

/** Whole milliseconds, as Lambda's are: clients read it as an integer. */
const deadlineOf = (fn: ProcessFunction): number => Date.now() + Math.round(fn.timeoutMs)

const MB = 1_048_576
