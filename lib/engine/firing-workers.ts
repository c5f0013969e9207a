import { Worker } from 'node:worker_threads'

/** Where the workers that firing threads run in come from, and where they go afterwards. */
export interface FiringWorkers {
  take(): Worker
  /** One that has fired all that it was to. */
  giveBack(worker: Worker): void
}

/** A worker for each firing thread, gone when that has ended. */
export const newWorkers: FiringWorkers = {
  take: start,
  // A timer or a look-up that a library left behind must not hold up the end.
  giveBack: (worker) => void worker.terminate(),
}

/** Workers that fire again and again, each loaded once: starting one takes longer than a few invocations do. */
export class KeptWorkers implements FiringWorkers {
  readonly #all = new Set<Worker>()
  readonly #idle = new Set<Worker>()

  take(): Worker {
    for (const kept of this.#idle) {
      this.#idle.delete(kept)
      return kept
    }
    const worker = start()
    this.#all.add(worker)
    worker.once('exit', () => this.#idle.delete(worker))
    return worker
  }

  giveBack(worker: Worker): void {
    this.#idle.add(worker)
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map(async (worker) => worker.terminate()))
  }
}

function start(): Worker {
  const worker = new Worker(new URL('firing-thread.js', import.meta.url), { execArgv: [] })
  // Whoever fires with it hears of its errors. What a library left behind does afterwards must not end the process.
  worker.on('error', () => undefined)
  return worker
}
