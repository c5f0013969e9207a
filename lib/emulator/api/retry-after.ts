import type { Throttle } from '../pool/throttle.ts'

/** The Retry-After header of a throttled request, where the pool knows when there will be room. */
export function retryAfter({ retryAfterS }: Throttle): Readonly<Record<string, number>> {
  return retryAfterS === undefined ? {} : { 'Retry-After': retryAfterS }
}
