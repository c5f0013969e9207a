/** A server that takes `service` for each invocation and stands still for a while. Times in one unit. */
export interface StalledServer {
  readonly service: number
  readonly stallFrom: number
  readonly stallLength: number
}

/**
 * How long a caller who keeps to the schedule waits for each arrival: the rest of the stall, and then the service
 * time. One that was being served when the stall began is answered as soon as it ends.
 */
export function stalledResponses(arrivals: readonly number[], server: StalledServer): number[] {
  const { service, stallFrom, stallLength } = server
  const stallEnd = stallFrom + stallLength
  return arrivals.map((at) => {
    if (at >= stallFrom && at < stallEnd) return stallEnd - at + service
    const answeredAt = at + service
    return answeredAt >= stallFrom && answeredAt < stallEnd ? stallEnd - at : service
  })
}

/** `count` instants `gap` apart, the first at 0. */
export const evenly = (count: number, gap: number): number[] =>
  Array.from({ length: count }, (_, k) => k * gap)
