import { bootEnding, type FatalEvent, fatalEnding } from '../environment/endings.ts'
import type { Call, Ending } from '../environment/invocation.ts'
import type { FunctionAnswer } from '../environment/runtime-event.ts'
import type { SimulatedFunction } from '../protocol.ts'
import { createDraws, type Draws } from './draws.ts'
import type { SimulatedModel } from './model.ts'
import type { SimulatedEvent } from './read-event.ts'
import { initMs, workMs } from './work.ts'

/** What happens in one environment of a simulated function: all of it is known before any of it has passed. */
export interface Life {
  /** INIT ahead of any invocation; one that fails, or takes too long, is run again inside the first. */
  initialise(): PlannedInit
  /** An invocation, with an INIT inside it when there is no process. */
  invoke(call: Pick<Call, 'requestId' | 'attempt'>, event: SimulatedEvent): PlannedInvocation
  /** Whether there is a process: until an INIT has gone well, and after a crash, there is none. */
  readonly alive: boolean
  /** Which process of the environment is the current or else the last one, from 1. */
  readonly processes: number
  /** The most memory that any of its processes used so far, MB; never more than the function has. */
  readonly peakMb: number
}

export interface PlannedInit {
  readonly ms: number
  /** Absent when the process gets ready. */
  readonly failure?: FailedInit
}

/** What a process comes to instead of being ready for work. */
export type FailedInit = Parameters<typeof bootEnding>[0]

export interface PlannedInvocation {
  readonly durationMs: number
  /** The INIT inside it, whose time is part of its own. */
  readonly initInside: PlannedInit | undefined
  /** Which invocation of its process it is, from 1; 0 when the process never became ready. */
  readonly call: number
  readonly outcome: PlannedOutcome
}

export type PlannedOutcome =
  | { readonly kind: 'answer' }
  /** The handler throws. */
  | { readonly kind: 'error'; readonly message: string }
  /** The process ends or is ended; the caller gets this. */
  | { readonly kind: 'fatal'; readonly ending: Ending }

/**
 * An INIT draws by the environment and its process, an invocation by its request id alone: whichever environment
 * serves it, and whatever happens to others, it takes as long and ends as it would otherwise.
 */
export function createLife(
  fn: SimulatedFunction,
  version: string,
  environment: string,
  initLimitMs: number,
): Life {
  const { model, memoryMb, timeoutMs } = fn
  const key = `${model.seed}/${fn.name}/${version}/${memoryMb}`
  let processes = 0
  let alive = false
  let calls = 0
  let peakMb = 0

  function boot(limitMs: number): PlannedInit {
    processes += 1
    calls = 0
    const draws = createDraws(`init/${key}/${environment}/${processes}`)
    const ms = initMs(model, memoryMb, draws)
    const failure = initFailure(model, draws, memoryMb)
    notePeak(model.memoryUsed.baseMb)
    alive = ms <= limitMs && failure === undefined
    if (ms > limitMs) return { ms: limitMs, failure: DEADLINE }
    return failure === undefined ? { ms } : { ms, failure }
  }

  function notePeak(mb: number): void {
    peakMb = Math.min(memoryMb, Math.max(peakMb, Math.ceil(mb)))
  }

  function run(id: string, event: SimulatedEvent, limitMs: number) {
    calls += 1
    const draws = createDraws(`invocation/${key}/${id}`)
    const ms = workMs(model.work, memoryMb, draws) + event.holdMs
    const { baseMb, perInvocationMb } = model.memoryUsed
    const usedMb = baseMb + calls * perInvocationMb
    const drawn = usedMb > memoryMb ? OUT_OF_MEMORY : (askedEnd(event) ?? drawnEnd(model, draws))
    const end = ms > limitMs || drawn === DEADLINE ? DEADLINE : drawn
    notePeak(end.kind === 'out-of-memory' ? memoryMb : usedMb)
    alive = end.kind === 'answer' || end.kind === 'error'
    return { ms: end === DEADLINE ? limitMs : ms, end }
  }

  return {
    initialise: () => boot(initLimitMs),
    invoke({ requestId, attempt = 1 }, event) {
      const initInside = alive ? undefined : boot(timeoutMs)
      const { ms: initTook = 0, failure } = initInside ?? {}
      if (failure !== undefined) {
        const ending = bootEnding(failure, requestId, timeoutMs)
        return { durationMs: initTook, initInside, call: 0, outcome: { kind: 'fatal', ending } }
      }
      const { ms, end } = run(`${requestId}/${attempt}`, event, timeoutMs - initTook)
      const outcome =
        end.kind === 'answer' || end.kind === 'error'
          ? end
          : ({ kind: 'fatal', ending: fatalEnding(end, requestId, timeoutMs) } as const)
      return { durationMs: initTook + ms, initInside, call: calls, outcome }
    },
    get alive() {
      return alive
    },
    get processes() {
      return processes
    },
    get peakMb() {
      return peakMb
    },
  }
}

type End = Exclude<PlannedOutcome, { kind: 'fatal' }> | FatalEvent

const ANSWER: End = { kind: 'answer' }
const DEADLINE = { kind: 'deadline', alarm: 0 } as const
const OUT_OF_MEMORY = { kind: 'out-of-memory' } as const

const exited = (status: number): End => ({ kind: 'exit', exit: { kind: 'exited', status } })

function askedEnd({ exit, throw: message }: SimulatedEvent): End | undefined {
  if (exit !== undefined) return exited(exit)
  return message === undefined ? undefined : { kind: 'error', message }
}

function drawnEnd({ failures }: SimulatedModel, draws: Draws): End {
  let left = draws.uniform('ending')
  const falls = (rate: number): boolean => {
    left -= rate
    return left < 0
  }
  if (falls(failures.error)) return { kind: 'error', message: 'simulated failure' }
  if (falls(failures.exit)) return exited(1)
  if (falls(failures.timeout)) return DEADLINE
  return falls(failures.outOfMemory) ? OUT_OF_MEMORY : ANSWER
}

function initFailure(model: SimulatedModel, draws: Draws, memoryMb: number): FailedInit | undefined {
  if (model.memoryUsed.baseMb > memoryMb) return OUT_OF_MEMORY
  return draws.uniform('init-failure') < model.failures.init ? INIT_ERROR : undefined
}

const INIT_ERROR_ANSWER: FunctionAnswer = {
  kind: 'error',
  payload: Buffer.from('{"errorType":"Error","errorMessage":"simulated failure of INIT","trace":[]}'),
  errorType: 'Error',
}
const INIT_ERROR = { kind: 'init-error', answer: INIT_ERROR_ANSWER } as const
