export interface Place {
  readonly x: number
  readonly y: number
}

/** Points along straight lines, no further apart than `step`. */
export function along(places: readonly Place[], step: number): readonly Place[] {
  return places.slice(1).flatMap((to, index) => {
    const from = places[index] ?? to
    const count = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) / step))
    return Array.from({ length: count + 1 }, (_, part) => ({
      x: from.x + ((to.x - from.x) * part) / count,
      y: from.y + ((to.y - from.y) * part) / count,
    }))
  })
}
