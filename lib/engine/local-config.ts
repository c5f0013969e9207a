import { defined } from '../model/defined.ts'
import {
  localRegion,
  type LocalFunction,
  type LocalFunctionUrl,
  type MeasuredPoint,
  type SimulatedModel,
  type SimulatedTime,
  type SimulatedWork,
} from '../model/local-function.ts'
import type { LocalCapacity } from '../model/plan.ts'
import { type Micros, toMillis } from '../model/time.ts'

/** What the local Lambda is started with. */
export interface LocalLambdaOptions extends LocalCapacity {
  /** An address of this machine; absent: 127.0.0.1. */
  readonly host?: string
  /** 0 takes any free one. */
  readonly port: number
  readonly functions: readonly LocalFunction[]
  /** Function name → environment variables. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Of everything that it draws at random. */
  readonly seed: number
  readonly updateDelay?: Micros
  readonly drain?: Micros
  /** File that its own account of every invocation is appended to. */
  readonly truthLog?: string
  /** File that the mechanisms in force and the shares of functions are appended to. */
  readonly resourceLog?: string
  /** Called with what functions print, line by line. Untrusted text. */
  readonly onLog?: (lines: LogLines) => void
}

/** Lines that an environment of a function printed. */
export interface LogLines {
  readonly function: string
  /** Names the environment. */
  readonly stream: string
  readonly lines: readonly string[]
}

/** The configuration that the local Lambda's process is sent: plain data, times in ms, sizes in MB. */
export function localConfig(options: LocalLambdaOptions): object {
  return defined({
    host: options.host,
    port: options.port,
    region: localRegion,
    functions: options.functions.map((fn) => functionConfig(fn, options.environment[fn.name] ?? {})),
    seed: options.seed,
    accountConcurrency: options.accountConcurrency,
    scalingPer10s: options.scalingRate,
    idleMs: toMillis(options.idle),
    idleJitter: options.idleJitter,
    lifetimeMs: millis(options.lifetime),
    lifetimeJitter: options.lifetimeJitter,
    proactiveInit: options.proactiveInit,
    placementDelayMs: toMillis(options.placementDelay),
    updateMs: millis(options.updateDelay),
    drainMs: millis(options.drain),
    cpu: options.mechanisms.cpu,
    memory: options.mechanisms.memory,
    ephemeralStorage: options.mechanisms.tmp,
    maxEnvironments: options.maxEnvironments,
    truthLog: options.truthLog,
    resourceLog: options.resourceLog,
    forwardLogs: options.onLog === undefined ? undefined : true,
  })
}

const millis = (time: Micros | undefined): number | undefined =>
  time === undefined ? undefined : toMillis(time)

function functionConfig(fn: LocalFunction, env: Readonly<Record<string, string>>): object {
  const { timeout, envNames: _, url, ...same } = fn
  const settings = { timeoutMs: toMillis(timeout), env, ...(url && { url: urlConfig(url) }) }
  return same.runtime === 'simulated'
    ? { ...same, ...settings, model: modelConfig(same.model) }
    : { ...same, ...settings }
}

const urlConfig = ({ port, mode, signed, cors }: LocalFunctionUrl): object => ({
  port,
  ...(signed === true && { authType: 'AWS_IAM' }),
  ...(cors && { cors }),
  invokeMode: mode === 'stream' ? 'RESPONSE_STREAM' : 'BUFFERED',
})

const modelConfig = ({ init, work, ...same }: SimulatedModel): object => ({
  ...same,
  init: timeConfig(init),
  work: workConfig(work),
})

function workConfig(work: SimulatedWork): object {
  return work.kind === 'share'
    ? { kind: 'share', compute: timeConfig(work.compute), wait: timeConfig(work.wait) }
    : { kind: 'measured', points: work.points.map(pointConfig) }
}

const pointConfig = ({ memoryMb, duration, init }: MeasuredPoint): object => ({
  memoryMb,
  duration: timeConfig(duration),
  ...(init && { init: timeConfig(init) }),
})

function timeConfig(time: SimulatedTime): object {
  switch (time.kind) {
    case 'constant':
      return { kind: 'constant', ms: toMillis(time.time) }
    case 'uniform':
      return { kind: 'uniform', fromMs: toMillis(time.from), toMs: toMillis(time.to) }
    case 'lognormal':
      return { kind: 'lognormal', medianMs: toMillis(time.median), p99Ms: toMillis(time.p99) }
    case 'samples':
      return { kind: 'samples', ms: time.times.map(toMillis) }
    default:
      return time satisfies never
  }
}
