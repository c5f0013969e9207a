/** A delay, and how many of the invocations get it. */
export interface Part {
  readonly delay: number
  readonly count: number
}

/**
 * The delays of a mixture in an order in which each stretch has its share of all of them: always the one that is
 * furthest behind its share.
 */
export function mix(parts: readonly Part[]): number[] {
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  const given = parts.map(() => 0)
  return Array.from({ length: total }, (_, index) => {
    const owed = parts.map(({ count }, k) => (count * (index + 1)) / total - (given[k] ?? 0))
    const next = owed.indexOf(Math.max(...owed))
    given[next] = (given[next] ?? 0) + 1
    return parts[next]?.delay ?? 0
  })
}
