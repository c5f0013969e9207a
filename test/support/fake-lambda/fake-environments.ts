import { setTimeout as wait } from 'node:timers/promises'
import type { FakeFunction } from './fake-function.ts'

/** What Invoke answers with. */
export interface Invoked {
  readonly executedVersion: string
  readonly requestId: string
  /** The log tail, with its REPORT line. */
  readonly log: string
}

interface Environment {
  busy: boolean
  /** Set in the course of its first invocation. */
  served: boolean
}

const initMs = 25

/** Milliseconds of a whole vCPU, which 1,769 MB are, that an invocation computes for. */
const computeMs = 1.5

/**
 * Execution environments: one invocation at a time each, a new one when none is idle, and none outlives the
 * configuration it was started with. Their Duration falls as memory grows, as that of a function that computes.
 */
export class FakeEnvironments {
  readonly #function: FakeFunction
  readonly #pools = new Map<string, Environment[]>()
  #invocations = 0

  constructor(fn: FakeFunction) {
    this.#function = fn
  }

  get invocations(): number {
    return this.#invocations
  }

  /** Takes as long as its log says that it took. Throws ServiceError for what can't be invoked. */
  async invoke(qualifier: string | undefined): Promise<Invoked> {
    const executedVersion = this.#function.resolve(qualifier)
    this.#function.assertActive(executedVersion)
    const { memory } = this.#function.configurationOf(executedVersion)
    const environment = this.#place(executedVersion)
    this.#invocations += 1
    const requestId = `10000000-0000-4000-8000-${String(this.#invocations).padStart(12, '0')}`
    const cold = !environment.served
    Object.assign(environment, { busy: true, served: true })
    const duration = (computeMs * 1_769) / memory
    await wait(Math.ceil(duration + (cold ? initMs : 0)))
    environment.busy = false
    return { executedVersion, requestId, log: logOf({ requestId, executedVersion, memory, duration, cold }) }
  }

  #place(version: string): Environment {
    const key = version === '$LATEST' ? `$LATEST ${this.#function.revision}` : version
    const pool = this.#pools.get(key) ?? []
    this.#pools.set(key, pool)
    const idle = pool.find(({ busy }) => !busy)
    if (idle) return idle
    const fresh = { busy: false, served: false }
    pool.push(fresh)
    return fresh
  }
}

interface Told {
  readonly requestId: string
  readonly executedVersion: string
  readonly memory: number
  /** ms */
  readonly duration: number
  readonly cold: boolean
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html: the lines of one invocation. */
function logOf({ requestId, executedVersion, memory, duration, cold }: Told): string {
  const billed = Math.ceil(duration + (cold ? initMs : 0))
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${billed} ms`,
    `Memory Size: ${memory} MB`,
    'Max Memory Used: 64 MB',
    ...(cold ? [`Init Duration: ${initMs.toFixed(2)} ms`] : []),
  ]
  return `START RequestId: ${requestId} Version: ${executedVersion}\nEND RequestId: ${requestId}\n${fields.join('\t')}\t\n`
}
