/**
 * How many of evenly spaced arrivals find `cap` invocations in flight and are dropped, when each takes `service`.
 * An invocation that ends at the instant of an arrival is still in flight then.
 */
export function droppedAtCap(count: number, gap: number, service: number, cap: number): number {
  const ends: number[] = []
  let dropped = 0
  for (let k = 0; k < count; k += 1) {
    const at = k * gap
    while (ends[0] !== undefined && ends[0] < at) ends.shift()
    if (ends.length >= cap) dropped += 1
    else ends.push(at + service)
  }
  return dropped
}
