import { setImmediate } from 'node:timers/promises'

import { type Boot, initLimitMs, READY, untilReady } from './boot.ts'
import { failedInit } from './endings.ts'
import { runtimeCommand } from './environment-variables.ts'
import type { Call, Ending, Served } from './invocation.ts'
import { createLogBuffer } from '../logs/log-buffer.ts'
import type { LogStore } from '../logs/log-store.ts'
import { logGroupName, logStreamName } from '../functions/names.ts'
import type { Deployment } from '../functions/deployment.ts'
import type { Placement } from '../fleet/placement.ts'
import type { ProcessFunction } from '../protocol.ts'
import type { Environment, InitializationType } from './environment.ts'
import { reportLine } from '../logs/report-line.ts'
import { type Begun, runInvocation } from './run-invocation.ts'
import { openRuntimeApi } from './runtime-api.ts'
import { runtimeBinary, runtimeVersionText } from './runtime-binary.ts'
import type { RuntimeProcess } from './runtime-process.ts'
import { createRuntimeSlot } from './runtime-slot.ts'
import type { Resources } from '../resources/resources.ts'
import type { Warden } from '../warden/warden.ts'

/** What all environments share. */
export interface EnvironmentHost {
  readonly region: string
  readonly path: string
  readonly placement: Placement
  readonly warden: Warden
  readonly resources: Resources
  readonly logs: LogStore
}

export async function createProcessEnvironment(
  { fn, version }: Deployment & { readonly fn: ProcessFunction },
  initializationType: InitializationType,
  host: EnvironmentHost,
): Promise<Environment> {
  const logStream = logStreamName(new Date(), version)
  const binary = await runtimeBinary(fn)
  const api = await openRuntimeApi()
  const log = createLogBuffer(host.logs.open(logGroupName(fn.name), logStream))
  const { region, path, warden } = host
  const command = runtimeCommand(fn, {
    version,
    initializationType,
    binary,
    region,
    path,
    logStream,
    runtimeApi: api.address,
  })
  const resources = host.resources.environment({
    logStream,
    functionName: fn.name,
    memoryMb: fn.memoryMb,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    paths: [fn.codeDir, binary.path],
    onOutput: log.append,
  })
  const slot = createRuntimeSlot(command, { api, warden, resources, onOutput: log.append })
  let ordinal = 0
  let placementUs: number | undefined
  let closed = false
  /** The first INIT, once it is tried: its ms, or undefined when it failed. */
  let first: Promise<number | undefined> | undefined

  async function initialiseAhead(): Promise<void> {
    await firstInit().catch((error: unknown) => {
      // Nobody waits any more for what is shut down.
      if (!closed) throw error
    })
    // Unless a call has come meanwhile, and needs the process now.
    if (ordinal === 0) slot.current?.freeze()
  }

  async function serve(call: Call): Promise<Served> {
    ordinal += 1
    const isFirst = ordinal === 1
    placementUs = undefined
    // It died while it was idle, which is nothing that happened to this invocation.
    if (slot.current?.gone === true) await slot.end()
    const firstMs = await firstInit()
    const runtime = slot.current
    const initMs = isFirst && runtime !== undefined ? firstMs : undefined
    const kind = isFirst ? 'cold' : runtime === undefined ? 'reinitialized' : 'warm'
    log.clear()
    const begun = runtime === undefined ? await place(restart) : beginWarm(runtime)
    log.start(call.requestId, version)
    const ending = await runInvocation({ slot, api, timeoutMs: fn.timeoutMs }, begun, call)
    const elapsedMs = performance.now() - begun.startedAt
    // AWS counts the timeout and no more, however long the killing takes.
    const durationMs = ending.status === 'timeout' ? fn.timeoutMs : elapsedMs
    // What was written before the process asked for more is read within this turn of the event loop.
    await setImmediate()
    slot.current?.freeze()
    const report = composeReport(call.requestId, ending, durationMs, initMs)
    log.end(call.requestId)
    log.report(report)
    return {
      ...ending,
      start: kind,
      ordinal,
      placementUs: placementUs ?? 0,
      ...(initMs === undefined ? {} : { initMs }),
      ...(slot.processId === undefined ? {} : { processId: slot.processId }),
      ...(call.tail ? { tail: log.tail(call.requestId, report) } : {}),
    }
  }

  /** Waits for a turn to start the process: that is on no clock but its own. */
  function place<T>(begin: () => Promise<T>): Promise<T> {
    return host.placement.run(async (waitedUs) => {
      placementUs = (placementUs ?? 0) + waitedUs
      // Closed before they are asked for, they would stay; closed meanwhile, they are gone.
      refuseIfClosed()
      await resources.ready()
      refuseIfClosed()
      return begin()
    })
  }

  function refuseIfClosed(): void {
    if (closed) throw new Error('the environment is shut down')
  }

  function firstInit(): Promise<number | undefined> {
    first ??= place(initialise).catch((error: unknown) => {
      first = undefined
      throw error
    })
    return first
  }

  /** INIT ahead of the invocation, in ms; undefined when it failed: it is then run again inside. */
  async function initialise(): Promise<number | undefined> {
    log.initStart(runtimeVersionText(fn, binary))
    const startedAt = performance.now()
    const runtime = slot.start()
    const cancel = runtime.deadline(initLimitMs(initializationType, fn.timeoutMs))
    const boot = await untilReady(runtime)
    cancel()
    const initMs = performance.now() - startedAt
    await concludeInit('init', boot, initMs)
    return boot.kind === 'ready' ? initMs : undefined
  }

  /** The invocation's clock starts with an INIT inside it, whose output is part of its log. */
  async function restart(): Promise<Begun> {
    const clock = startClock()
    const runtime = slot.start()
    const cancel = runtime.deadline(fn.timeoutMs)
    const boot = await untilReady(runtime)
    await concludeInit('invoke', boot, performance.now() - clock.startedAt)
    return { ...clock, runtime, cancel, boot }
  }

  async function concludeInit(phase: 'init' | 'invoke', boot: Boot, ms: number): Promise<void> {
    if (boot.kind !== 'ready') {
      // All of its output comes before what is said of its end.
      await slot.end()
      log.initReport({ ms, phase, ...failedInit(boot) })
    } else if (phase === 'init' && initializationType === 'provisioned-concurrency') {
      log.initReport({ ms, phase, status: 'success' })
    }
  }

  function beginWarm(runtime: RuntimeProcess): Begun {
    const clock = startClock()
    const cancel = runtime.deadline(fn.timeoutMs)
    runtime.thaw()
    return { ...clock, runtime, cancel, boot: READY }
  }

  /** The deadline in whole milliseconds, as Lambda's are: clients read it as an integer. */
  function startClock(): Pick<Begun, 'startedAt' | 'deadlineMs'> {
    return { startedAt: performance.now(), deadlineMs: Date.now() + Math.round(fn.timeoutMs) }
  }

  function composeReport(requestId: string, ending: Ending, durationMs: number, initMs?: number): string {
    const { status, errorType } = ending
    return reportLine({
      requestId,
      durationMs,
      ...(initMs === undefined ? {} : { initMs }),
      memoryMb: fn.memoryMb,
      // AWS never shows more than the size, also for what was killed above it.
      maxMemoryMb: Math.min(fn.memoryMb, Math.ceil(slot.peakBytes() / MB)),
      ...(status === undefined ? {} : { status }),
      ...(errorType === undefined ? {} : { errorType }),
    })
  }

  async function shutDown(): Promise<void> {
    closed = true
    await slot.end()
    log.close()
    api.close()
    await resources.close()
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

const MB = 1_048_576
