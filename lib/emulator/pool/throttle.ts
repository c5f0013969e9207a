/**
 * Why Lambda refuses an invocation, in the words of the API model's ThrottleReason. AWS names the reasons and
 * does not say which limit gives which (docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, 2026-11); here
 * every limit has its own:
 *
 * - ConcurrentInvocationLimitExceeded: the account's concurrency that nobody has reserved is all in use.
 * - ReservedFunctionConcurrentInvocationLimitExceeded: so is the function's reserved concurrency.
 * - ReservedFunctionInvocationRateLimitExceeded: more requests per second than ten times the reserved
 *   concurrency.
 * - CallerRateLimitExceeded: the same for the account. Accounts with a concurrency of 10 get it for bursts of
 *   asynchronous invocations, which no limit of concurrency refuses (fyoorer/ShadowClone issues 25 and 46).
 * - FunctionInvocationRateLimitExceeded: the function's scaling rate. A guess: it is the one limit of a
 *   function that is left, and AWS gives it in requests per second too.
 */
export type ThrottleReason =
  | 'ConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded'
  | 'CallerRateLimitExceeded'

/** An invocation that Lambda would refuse with 429. */
export interface Throttle {
  readonly kind: 'throttled'
  readonly reason: ThrottleReason
  /** Whole seconds after which there is room again, where that is known: nobody knows when a function ends. */
  readonly retryAfterS?: number
}

/** A throttle that ends after `waitMs`. */
export function throttledFor(reason: ThrottleReason, waitMs: number): Throttle {
  return { kind: 'throttled', reason, retryAfterS: Math.max(1, Math.ceil((waitMs - ROUNDING_MS) / 1_000)) }
}

// A second and a billionth is a second.
const ROUNDING_MS = 1e-6
