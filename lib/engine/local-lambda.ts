import { type ChildProcess, fork } from 'node:child_process'
import type { MechanismRow } from '../model/emulation.ts'
import { localConfig, type LocalLambdaOptions, type LogLines } from './local-config.ts'

/** The local Lambda, running in a process of its own. */
export interface LocalLambda {
  readonly endpoint: string
  /** By which means functions are held to their settings here; empty where it does not say. */
  readonly mechanisms: readonly MechanismRow[]
  readonly urls: readonly FunctionUrl[]
  /** Rejects when the process ends before it was asked to. */
  readonly died: Promise<never>
  /** Ends every environment and resolves when the process has gone, with what it did where it could still say so. */
  close(): Promise<LocalSummary | undefined>
}

export interface FunctionUrl {
  readonly function: string
  readonly url: string
}

/** What a local Lambda did. */
export interface LocalSummary {
  /** Those that were served, or at least begun. */
  readonly invocations: number
  readonly environmentsStarted: number
  readonly peakEnvironments: number
  readonly localCapHits: number
  /** Invocations refused with 429, by their reason. */
  readonly throttles: Readonly<Record<string, number>>
  /** Asynchronous invocations that were still to run, and those that were given up. */
  readonly eventsPending: number
  readonly eventsDropped: number
  readonly cpuSeconds: number
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

/** How long an orderly stop may take before the process is killed; its warden then clears up after it. */
const stopGrace = 10_000

/** Starts the local Lambda. Throws LocalLambdaError when it can't. */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const child = fork(new URL('../emulator/main.js', import.meta.url), [], {
    // Its own output would fall into ours; what it has to say comes as messages. Its errors are shown.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    // What a terminal, a container or `timeout` sends to our whole group is for us to answer: it ends when we are done.
    detached: true,
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
  child.send({ kind: 'start', config: localConfig(options) })
  if (options.onLog !== undefined) listenForLogs(child, options.onLog)
  try {
    const ready = await Promise.race([readiness(child), died])
    return { ...ready, died, close: async () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

/** Any message of the local Lambda's process: `kind` says which of the rest is there. */
interface FromEmulator extends Partial<LogLines> {
  readonly kind: string
  readonly endpoint?: string
  readonly mechanisms?: LocalLambda['mechanisms']
  readonly urls?: LocalLambda['urls']
  readonly code?: string
  readonly message?: string
  readonly summary?: LocalSummary
}

type Ready = Pick<LocalLambda, 'endpoint' | 'mechanisms' | 'urls'>

async function readiness(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.on('message', ({ kind, endpoint, mechanisms = [], urls = [], code, message }: FromEmulator) => {
      if (kind === 'ready' && endpoint !== undefined) resolve({ endpoint, mechanisms, urls })
      if (kind === 'failed')
        reject(new LocalLambdaError(code ?? 'FAILED', message ?? 'the local Lambda did not start'))
    })
  })
}

function listenForLogs(child: ChildProcess, onLog: (lines: LogLines) => void): void {
  child.on('message', ({ kind, function: name, stream, lines }: FromEmulator) => {
    if (kind !== 'log' || name === undefined || stream === undefined || lines === undefined) return
    onLog({ function: name, stream, lines })
  })
}

async function stop(child: ChildProcess): Promise<LocalSummary | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return undefined
  let summary: LocalSummary | undefined
  child.on('message', (message: FromEmulator) => (summary = message.summary ?? summary))
  // Not `exit`: its last message may still be on its way then.
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const timer = setTimeout(() => child.kill('SIGKILL'), stopGrace)
  if (child.connected) child.send({ kind: 'stop' })
  else child.kill('SIGTERM')
  await gone
  clearTimeout(timer)
  return summary
}
