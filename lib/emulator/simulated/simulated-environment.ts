import { initLimitMs } from '../environment/boot.ts'
import { failedInit, fatalEnding } from '../environment/endings.ts'
import type { Environment, InitializationType } from '../environment/environment.ts'
import type { Call, Served } from '../environment/invocation.ts'
import type { Deployment } from '../functions/deployment.ts'
import { logGroupName } from '../functions/names.ts'
import { createLogBuffer } from '../logs/log-buffer.ts'
import type { SimulatedFunction } from '../protocol.ts'
import { type Mark, markLine } from './answer.ts'
import { composeEnding, composeReport } from './compose.ts'
import { hexOf } from './draws.ts'
import { createLife, type PlannedInit, type PlannedInvocation, type PlannedOutcome } from './life.ts'
import { readEvent, type SimulatedEvent } from './read-event.ts'
import { uuidOf } from './request-ids.ts'
import type { SimulatedHost } from './simulated-host.ts'

/**
 * An environment without a process: it takes the time that its model draws, and says what a process would.
 * What it reports follows from the seeds, never from how long its timers took.
 */
export function createSimulatedEnvironment(
  { fn, version }: Deployment & { readonly fn: SimulatedFunction },
  initializationType: InitializationType,
  host: SimulatedHost,
): Environment {
  const { timeline, seed } = host
  const identity = `${seed}/${fn.name}/${host.nextNumber(fn)}`
  const logStream = `${host.day}/[${version}]${hexOf(`environment/${identity}`)}`
  const life = createLife(fn, version, identity, initLimitMs(initializationType, fn.timeoutMs))
  const log = createLogBuffer(host.logs?.open(logGroupName(fn.name), logStream))
  let ordinal = 0
  let first: PlannedInit | undefined
  let ahead: Promise<void> | undefined
  let process = { number: 0, id: '', startedAt: 0 }
  let stopWaiting: (() => void) | undefined
  let closed = false

  async function initialise(): Promise<void> {
    if (first === undefined) ahead = until(begin())
    await ahead
  }

  /** Plans the first INIT; the time at which it will be over. */
  function begin(): number {
    const startedAt = timeline.now()
    log.initStart('Runtime Version: provided')
    first = life.initialise()
    logInit('init', first)
    noteProcess(startedAt)
    return startedAt + first.ms
  }

  function logInit(phase: 'init' | 'invoke', { ms, failure }: PlannedInit): void {
    if (failure !== undefined) log.initReport({ ms, phase, ...failedInit(failure) })
    else if (phase === 'init' && initializationType === 'provisioned-concurrency')
      log.initReport({ ms, phase, status: 'success' })
  }

  function noteProcess(startedAt: number): void {
    const number = life.processes
    if (process.number === number) return
    process = { number, id: uuidOf(hexOf(`process/${identity}/${number}`)), startedAt }
  }

  async function serve(call: Call): Promise<Served> {
    if (ahead !== undefined) await ahead
    if (closed) throw new Error('the environment is shut down')
    const turn = take(call)
    await until(turn.startedAt + turn.planned.durationMs)
    return conclude(call, turn)
  }

  /** Decides all of an invocation, before any of it has passed. */
  function take(call: Call): Turn {
    ordinal += 1
    const startedAt = first === undefined ? begin() : timeline.now()
    const initMs = ordinal === 1 && life.alive ? first?.ms : undefined
    const start = ordinal === 1 ? 'cold' : life.alive ? 'warm' : 'reinitialized'
    const event = readEvent(call.payload)
    const planned = life.invoke(call, event)
    noteProcess(startedAt)
    log.clear()
    if (planned.initInside !== undefined) logInit('invoke', planned.initInside)
    log.start(call.requestId, version)
    const mark = markOf(planned, startedAt)
    if (planned.call > 0) log.append(Buffer.from(markLine(mark)))
    return { start, initMs, startedAt, event, planned, mark }
  }

  function markOf(planned: PlannedInvocation, startedAt: number): Mark {
    return {
      environmentId: logStream,
      processId: process.id,
      call: planned.call,
      initializationType,
      processStartMs: Math.round(timeline.epochMs(process.startedAt)),
      handlerStartMs: Math.round(timeline.epochMs(startedAt + (planned.initInside?.ms ?? 0))),
      tmpBytes: 0,
    }
  }

  function conclude(call: Call, { start, initMs, event, planned, mark }: Turn): Served {
    const outcome = closed ? killed(call, fn.timeoutMs) : planned.outcome
    const ending = composeEnding(outcome, event, mark, fn.model.responseBytes)
    // The end of what is killed is not its answer.
    if (outcome.kind !== 'fatal') call.onAnswer(ending.answer)
    const report = composeReport(call.requestId, ending, {
      durationMs: planned.durationMs,
      initMs,
      memoryMb: fn.memoryMb,
      maxMemoryMb: life.peakMb,
    })
    log.end(call.requestId)
    log.report(report)
    return {
      ...ending,
      start,
      ordinal,
      placementUs: 0,
      ...(initMs === undefined ? {} : { initMs }),
      ...(call.tail ? { tail: log.tail(call.requestId, report) } : {}),
    }
  }

  /** Waits, unless it is shut down first. */
  function until(at: number): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        stopWaiting = undefined
        resolve()
      }
      const forget = timeline.when(at, over)
      stopWaiting = () => {
        forget()
        over()
      }
    })
  }

  return {
    logStream,
    // It needs no turn: there is no process to start.
    placementUs: undefined,
    initialise,
    serve,
    async shutDown() {
      closed = true
      stopWaiting?.()
      log.close()
    },
    cpuSeconds: () => 0,
  }
}

/** An invocation that runs. */
interface Turn {
  readonly start: Served['start']
  /** Of an INIT that ran ahead of it. */
  readonly initMs: number | undefined
  readonly startedAt: number
  readonly event: SimulatedEvent
  readonly planned: PlannedInvocation
  readonly mark: Mark
}

function killed({ requestId }: Call, timeoutMs: number): PlannedOutcome {
  const exit = { kind: 'signaled', signal: 'SIGKILL' } as const
  return { kind: 'fatal', ending: fatalEnding({ kind: 'exit', exit }, requestId, timeoutMs) }
}
