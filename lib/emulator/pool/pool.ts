/** The rules' limits; ms. */
export interface PoolLimits {
  readonly accountConcurrency: number
  readonly maxEnvironments: number
  readonly idleMs: number
}

export interface Admission {
  readonly decision: Decision
  /** Environments to shut down now: they have left the pool. */
  readonly retire: readonly EnvironmentId[]
}

export type Decision =
  | { readonly kind: 'reuse'; readonly environment: EnvironmentId }
  | { readonly kind: 'start'; readonly environment: EnvironmentId }
  | { readonly kind: 'throttled'; readonly reason: 'ConcurrentInvocationLimitExceeded' }
  | { readonly kind: 'local-cap'; readonly cap: number }

/** Counts from 1 in the order of the starts. */
export type EnvironmentId = number

/**
 * Which environment serves which invocation: one at a time each, the most recently used idle one first,
 * a new one when all are busy, shut down when idle for `idleMs`. No I/O; the time (ms, never going back)
 * is an argument.
 */
export interface Pool {
  /** A request arrives. With `reuse` and `start` the environment is busy from here on. */
  acquire(functionName: string, now: number): Admission
  /** The environment can take its next invocation. */
  release(environment: EnvironmentId, now: number): void
  /** A busy environment is gone. */
  discard(environment: EnvironmentId): void
  /** Environments whose idle time is over; they have left the pool. */
  expire(now: number): readonly EnvironmentId[]
  /** Takes out the idle ones of a function. */
  drain(functionName: string): readonly EnvironmentId[]
  /** When `expire` will next find one; undefined when none is idle. */
  nextExpiry(): number | undefined
  readonly size: number
  readonly busy: number
}

interface Idle {
  readonly environment: EnvironmentId
  readonly since: number
}

export function createPool(limits: PoolLimits): Pool {
  const busy = new Map<EnvironmentId, string>()
  // Per function, in the order in which they became idle: reuse takes the last, expiry the first.
  const idle = new Map<string, Idle[]>()
  let started = 0
  let idleCount = 0

  const pool: Pool = {
    acquire(functionName, now) {
      const retire = [...pool.expire(now)]
      if (busy.size >= limits.accountConcurrency) return { decision: THROTTLED, retire }
      const reused = idle.get(functionName)?.pop()
      if (reused !== undefined) {
        idleCount -= 1
        busy.set(reused.environment, functionName)
        return { decision: { kind: 'reuse', environment: reused.environment }, retire }
      }
      if (pool.size >= limits.maxEnvironments) {
        const evicted = evict()
        if (evicted === undefined) return { decision: localCap(limits), retire }
        retire.push(evicted)
      }
      started += 1
      busy.set(started, functionName)
      return { decision: { kind: 'start', environment: started }, retire }
    },
    release(environment, now) {
      const functionName = busy.get(environment)
      if (functionName === undefined) return
      busy.delete(environment)
      idleCount += 1
      const others = idle.get(functionName)
      if (others === undefined) idle.set(functionName, [{ environment, since: now }])
      else others.push({ environment, since: now })
    },
    discard(environment) {
      busy.delete(environment)
    },
    expire(now) {
      const due: EnvironmentId[] = []
      for (const waiting of idle.values()) {
        const firstKept = waiting.findIndex(({ since }) => now - since < limits.idleMs)
        const gone = waiting.splice(0, firstKept === -1 ? waiting.length : firstKept)
        due.push(...gone.map(({ environment }) => environment))
      }
      idleCount -= due.length
      return due
    },
    drain(functionName) {
      const drained = idle.get(functionName) ?? []
      idle.delete(functionName)
      idleCount -= drained.length
      return drained.map(({ environment }) => environment)
    },
    nextExpiry() {
      const first = longestIdle()?.[0]
      return first === undefined ? undefined : first.since + limits.idleMs
    },
    get size() {
      return busy.size + idleCount
    },
    get busy() {
      return busy.size
    },
  }

  function evict(): EnvironmentId | undefined {
    const evicted = longestIdle()?.shift()
    if (evicted !== undefined) idleCount -= 1
    return evicted?.environment
  }

  function longestIdle(): Idle[] | undefined {
    let longest: Idle[] | undefined
    for (const waiting of idle.values()) {
      const since = waiting[0]?.since
      if (since !== undefined && since < (longest?.[0]?.since ?? Infinity)) longest = waiting
    }
    return longest
  }

  return pool
}

const THROTTLED: Decision = { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' }

function localCap(limits: PoolLimits): Decision {
  return { kind: 'local-cap', cap: limits.maxEnvironments }
}
