import { type ChildProcess, fork } from 'node:child_process'
import type { LocalFunction } from '../model/plan.ts'
import { type Micros, toMillis } from '../model/time.ts'

/** What the local Lambda is started with. */
export interface LocalLambdaOptions {
  /** 0 takes any free one. */
  readonly port: number
  readonly functions: readonly LocalFunction[]
  /** Function name → environment variables. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly accountConcurrency: number
  readonly idle: Micros
  readonly maxEnvironments?: number
  /** File that the local Lambda's own account of every invocation is appended to. */
  readonly truthLog?: string
}

/** The local Lambda, running in a process of its own. */
export interface LocalLambda {
  readonly endpoint: string
  /** Rejects when the process ends before it was asked to. */
  readonly died: Promise<never>
  /** Ends every environment and resolves when the process has gone. */
  close(): Promise<void>
}

/** The port is taken, or the local Lambda could not start for another reason that the user can mend. */
export class LocalLambdaError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'LocalLambdaError'
    this.code = code
  }
}

export const localRegion = 'us-east-1'

/** How long an orderly stop may take before the process is killed; its warden then clears up after it. */
const stopGrace = 10_000

/** Starts the local Lambda. Throws LocalLambdaError when it can't. */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const child = fork(new URL('../emulator/main.js', import.meta.url), [], {
    // Its own output would fall into ours; what it has to say comes as messages. Its errors are shown.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  const died = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(
        new LocalLambdaError(
          'DIED',
          `the local Lambda ended unexpectedly (${signal ?? `exit status ${code}`})`,
        ),
      )
    })
  })
  // It is raced against firing; after that nobody listens, and that is right.
  died.catch(() => undefined)
  child.send({ kind: 'start', config: configOf(options) })
  try {
    const endpoint = await Promise.race([readiness(child), died])
    return { endpoint, died, close: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

function configOf(options: LocalLambdaOptions): object {
  return {
    port: options.port,
    region: localRegion,
    functions: options.functions.map(({ name, runtime, codeDir, handler, memoryMb, timeout }) => {
      const env = options.environment[name] ?? {}
      return { name, runtime, codeDir, handler, memoryMb, timeoutMs: toMillis(timeout), env }
    }),
    accountConcurrency: options.accountConcurrency,
    idleMs: toMillis(options.idle),
    maxEnvironments: options.maxEnvironments,
    truthLog: options.truthLog,
  }
}

interface FromEmulator {
  readonly kind: string
  readonly endpoint?: string
  readonly code?: string
  readonly message?: string
}

async function readiness(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromEmulator) => {
      if (message.kind === 'ready' && message.endpoint !== undefined) resolve(message.endpoint)
      if (message.kind === 'failed') {
        reject(
          new LocalLambdaError(message.code ?? 'FAILED', message.message ?? 'the local Lambda did not start'),
        )
      }
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const timer = setTimeout(() => child.kill('SIGKILL'), stopGrace)
  if (child.connected) child.send({ kind: 'stop' })
  else child.kill('SIGTERM')
  await gone
  clearTimeout(timer)
}
