/** The Retry-After header of a throttled request, where the pool knows when there will be room: whole seconds. */
export function retryAfter(decision: object): Readonly<Record<string, number>> {
  const seconds = 'retryAfterS' in decision ? Number(decision.retryAfterS) : NaN
  return Number.isFinite(seconds) ? { 'Retry-After': Math.max(1, Math.ceil(seconds)) } : {}
}
