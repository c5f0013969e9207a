import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { defined } from '../model/defined.ts'
import { fromMillis, micros } from '../model/time.ts'
import { unwritable } from '../store/run-folder.ts'
import { healthFileName, openHealthWriter } from '../store/health-file.ts'
import { shareFileName } from '../store/share-file.ts'
import type { Credentials } from '../targets/lambda/connection.ts'
import { HealthLog } from './health-log.ts'
import { type FiringWorkers, newWorkers } from './firing-workers.ts'
import { keepFresh } from './fresh-credentials.ts'
import { emptyRoom } from './room.ts'
import { addProgress, noProgress } from './tally.ts'
import type { FromThread, Progress, ThreadInput, ToThread } from './thread-messages.ts'

/** What firing needs that the shares have in common. */
export interface FiringOptions extends Omit<ThreadInput, 'share' | 'inFlight' | 'file' | 'credentials'> {
  readonly credentials: () => Promise<Credentials>
  readonly folder: string
  readonly threads: number
  readonly drain: AbortSignal
  readonly abort: AbortSignal
  onProgress?(progress: Progress): void
}

export interface FiringResult {
  /** Set when observations could not be stored: firing was then drained. `lost` observations are in no file. */
  readonly storageFailure?: { readonly message: string; readonly lost: number }
}

/** All shares are told the instant of a phase this long before it. */
const startLead = fromMillis(20)

/** After an abort a thread has this long to write what it has. */
const abortGrace = 2_000

/**
 * Fires a plan from as many threads as there are shares, and resolves when all have ended. Rejects with
 * UsageError when observations can't be stored at all, before anything is sent, and with what a thread threw: a
 * bug; what it had stored stays.
 */
export async function fire(
  options: FiringOptions,
  workers: FiringWorkers = newWorkers,
): Promise<FiringResult> {
  const credentials = await options.credentials()
  const crew = new Crew(options, credentials, workers)
  const stopRefreshing = keepFresh(options.credentials, credentials, (fresh) => {
    crew.tell({ kind: 'credentials', credentials: fresh })
  })
  const drain = (): void => crew.tell({ kind: 'drain' })
  const abort = (): void => crew.abort()
  onAbort(options.drain, drain)
  onAbort(options.abort, abort)
  try {
    return await crew.result()
  } finally {
    stopRefreshing()
    options.drain.removeEventListener('abort', drain)
    options.abort.removeEventListener('abort', abort)
  }
}

interface Thread {
  readonly worker: Worker
  /** Resolves when it has fired, or its worker is gone. */
  readonly ended: Promise<void>
  leave(): void
  progress: Progress
  lost: number
}

/** The firing threads of one run. */
class Crew {
  readonly #options: FiringOptions
  readonly #threads: readonly Thread[]
  /** Phase → how many shares are ready for it. */
  readonly #ready = new Map<number, number>()
  readonly #health: HealthLog
  #storageFailure: string | undefined
  #unwritable: string | undefined

  constructor(options: FiringOptions, credentials: Credentials, workers: FiringWorkers) {
    this.#options = options
    this.#health = new HealthLog(openHealthWriter(join(options.folder, healthFileName)), options.threads)
    const common = { credentials, inFlight: emptyRoom() }
    this.#threads = Array.from({ length: options.threads }, (_, index) => {
      const thread = startThread(options, index, common, workers, (message) => {
        this.#hear(thread, index, message)
      })
      // The others would wait for it at the start of the next phase.
      thread.ended.catch(() => this.tell({ kind: 'drain' }))
      return thread
    })
  }

  tell(message: ToThread): void {
    for (const { worker } of this.#threads) worker.postMessage(message)
  }

  abort(): void {
    this.tell({ kind: 'abort' })
    const kill = (): void => {
      for (const { worker } of this.#threads) void worker.terminate()
    }
    setTimeout(kill, abortGrace).unref()
  }

  async result(): Promise<FiringResult> {
    const endings = await Promise.allSettled(this.#threads.map(({ ended }) => ended))
    this.#health.close()
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason
    if (this.#unwritable !== undefined)
      throw unwritable(`run folder ${this.#options.folder}`, new Error(this.#unwritable))
    if (this.#storageFailure === undefined) return {}
    const lost = this.#threads.reduce((sum, thread) => sum + thread.lost, 0)
    return { storageFailure: { message: this.#storageFailure, lost } }
  }

  #hear(thread: Thread, share: number, message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.#countReady(message.phase)
        return
      case 'progress':
        thread.progress = message.progress
        this.#options.onProgress?.(this.#threads.map(({ progress }) => progress).reduce(addProgress))
        return
      case 'sample':
        this.#health.hear(share, message)
        return
      case 'unwritable':
        this.#unwritable = message.message
        // The others wait for it at the start.
        this.tell({ kind: 'drain' })
        thread.leave()
        return
      case 'storage-failed':
        if (this.#storageFailure === undefined) this.tell({ kind: 'drain' })
        this.#storageFailure ??= message.message
        return
      case 'done':
        thread.lost = message.lost
        this.#health.leave(share)
        thread.leave()
        return
      default:
        message satisfies never
    }
  }

  /** A phase starts when every share is ready for it, at one instant for all. */
  #countReady(phase: number): void {
    const ready = (this.#ready.get(phase) ?? 0) + 1
    this.#ready.set(phase, ready)
    if (ready < this.#threads.length) return
    const now = micros(Number(process.hrtime.bigint() - this.#options.origin) / 1_000)
    this.tell({ kind: 'start', phase, at: micros(now + startLead) })
  }
}

type Common = Pick<ThreadInput, 'credentials' | 'inFlight'>

function startThread(
  options: FiringOptions,
  index: number,
  common: Common,
  workers: FiringWorkers,
  hear: (message: FromThread) => void,
): Thread {
  const worker = workers.take()
  let leave = (): void => undefined
  const ended = new Promise<void>((resolve, reject) => {
    leave = () => {
      worker.off('message', hear).off('error', reject).off('exit', resolve)
      workers.giveBack(worker)
      resolve()
    }
    worker.on('message', hear).once('error', reject).once('exit', resolve)
  })
  worker.postMessage({ kind: 'fire', input: inputOf(options, index, common) } satisfies ToThread)
  return { worker, ended, leave, progress: noProgress, lost: 0 }
}

function inputOf(options: FiringOptions, index: number, common: Common): ThreadInput {
  const { plan, payloads, origin, poll, region, endpoint, proxy, logTail, userAgent, threads, folder } =
    options
  return defined({
    plan,
    payloads,
    origin,
    poll,
    region,
    endpoint,
    proxy,
    ...common,
    function: options.function,
    qualifier: options.qualifier,
    logTail,
    userAgent,
    share: { index, of: threads },
    file: join(folder, shareFileName(index)),
  })
}

function onAbort(signal: AbortSignal, listener: () => void): void {
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener)
}
