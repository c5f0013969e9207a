import { createAllowance } from './allowance.ts'
import { type Throttle, throttledFor } from './throttle.ts'

/** The limits that are counted over an account. */
export interface ConcurrencyLimits {
  readonly accountConcurrency: number
  /** Requests per second for each unit of concurrency. */
  readonly requestRateFactor: number
}

/** On which concurrency an invocation runs. */
export type Footing = 'on-demand' | 'provisioned'

/**
 * Who may run how many invocations at once, and how many per second. The account's concurrency is dealt out:
 * to functions that reserve some, to provisioned concurrency (out of the function's reserved, where there is
 * any), and the rest to all others together. Every part has its request rate, ten times its concurrency
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html#concurrency-vs-requests-per-second,
 * 2026-11: «at both the account level and the function level»). AWS counts the account's rate over all; dealt
 * out, its sum is the same, and a reserved function can't be starved by the others.
 */
export interface Concurrency {
  /** Sets concurrency apart for a function; undefined takes it back. */
  reserve(functionName: string, concurrency: number | undefined): void
  /** Provisioned concurrency that takes its part (or gives it back) from now on. */
  grant(this: void, functionName: string, change: number): void
  /** Why the function can't run one more on demand; undefined when it can. */
  refusal(functionName: string, now: number): Throttle | undefined
  /** False while invocations from before a change of limits still fill the account, or the reserved part. */
  hasRoom(functionName: string): boolean
  begin(functionName: string, footing: Footing, now: number): void
  end(functionName: string, footing: Footing): void
  /** Counts a running invocation as on demand whose provisioned concurrency was taken away. */
  demote(functionName: string): void
  readonly busy: number
}

interface Part {
  reserved: number | undefined
  granted: number
  onDemand: number
  provisioned: number
  readonly rate: ReturnType<typeof createAllowance>
}

export function createConcurrency(limits: ConcurrencyLimits): Concurrency {
  const parts = new Map<string, Part>()
  const account = { reserved: 0, granted: 0, onDemand: 0, busy: 0, rate: createAllowance(SECOND_MS) }

  function partOf(functionName: string): Part {
    const known = parts.get(functionName)
    if (known !== undefined) return known
    const rate = createAllowance(SECOND_MS)
    const part: Part = { reserved: undefined, granted: 0, onDemand: 0, provisioned: 0, rate }
    parts.set(functionName, part)
    return part
  }

  /** Adds a part to the account's sums, or takes it out, for what it counts there. */
  function count({ reserved, granted, onDemand }: Part, sign: 1 | -1): void {
    if (reserved !== undefined) account.reserved += sign * reserved
    else {
      account.granted += sign * granted
      account.onDemand += sign * onDemand
    }
  }

  function change(part: Part, apply: () => void): void {
    count(part, -1)
    apply()
    count(part, 1)
  }

  function unreserved(): number {
    return Math.max(0, limits.accountConcurrency - account.reserved - account.granted)
  }

  function hasRoom({ reserved, onDemand, provisioned }: Part): boolean {
    return account.busy < limits.accountConcurrency && onDemand + provisioned < (reserved ?? Infinity)
  }

  function refusal(part: Part, now: number): Throttle | undefined {
    const { reserved, granted, onDemand } = part
    if (reserved !== undefined) {
      const concurrency = Math.max(0, reserved - granted)
      if (onDemand >= concurrency || onDemand + part.provisioned >= reserved) return RESERVED_IN_USE
      if (account.busy >= limits.accountConcurrency) return ALL_IN_USE
      const wait = part.rate.waitMs(now, limits.requestRateFactor * concurrency)
      return wait > 0 ? throttledFor('ReservedFunctionInvocationRateLimitExceeded', wait) : undefined
    }
    const concurrency = unreserved()
    if (account.onDemand >= concurrency || !hasRoom(part)) return ALL_IN_USE
    const wait = account.rate.waitMs(now, limits.requestRateFactor * concurrency)
    return wait > 0 ? throttledFor('CallerRateLimitExceeded', wait) : undefined
  }

  function spend({ reserved, granted, rate }: Part, now: number): void {
    if (reserved === undefined) account.rate.take(now, limits.requestRateFactor * unreserved())
    else rate.take(now, limits.requestRateFactor * (reserved - granted))
  }

  return {
    reserve(functionName, concurrency) {
      const part = partOf(functionName)
      change(part, () => (part.reserved = concurrency))
    },
    grant(functionName, by) {
      const part = partOf(functionName)
      change(part, () => (part.granted += by))
    },
    refusal: (functionName, now) => refusal(partOf(functionName), now),
    hasRoom: (functionName) => hasRoom(partOf(functionName)),
    begin(functionName, footing, now) {
      const part = partOf(functionName)
      account.busy += 1
      if (footing === 'provisioned') part.provisioned += 1
      else {
        spend(part, now)
        change(part, () => (part.onDemand += 1))
      }
    },
    end(functionName, footing) {
      const part = partOf(functionName)
      account.busy -= 1
      if (footing === 'provisioned') part.provisioned -= 1
      else change(part, () => (part.onDemand -= 1))
    },
    demote(functionName) {
      const part = partOf(functionName)
      part.provisioned -= 1
      change(part, () => (part.onDemand += 1))
    },
    get busy() {
      return account.busy
    },
  }
}

const SECOND_MS = 1_000
const ALL_IN_USE: Throttle = { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' }
const RESERVED_IN_USE: Throttle = {
  kind: 'throttled',
  reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
}
