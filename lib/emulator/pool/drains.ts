import type { PoolDeployment } from './resident.ts'

/** Deployments that were replaced, and until when their environments may still serve. */
export interface Drains {
  /** Returns the end: that of the first time. */
  begin(deployment: PoolDeployment, until: number): number
  /** Undefined for a deployment that is not drained, or was so very long ago. */
  until(deployment: PoolDeployment): number | undefined
  /** Ids of those that this one replaced and that may still serve in its place, the last one first. */
  before(deployment: PoolDeployment, now: number): readonly string[]
}

interface Drain {
  readonly until: number
  readonly place: string
}

export function createDrains(mostKept = MOST_KEPT): Drains {
  const drains = new Map<string, Drain>()
  const replaced = new Map<string, readonly string[]>()

  function keepOnly(place: string, ids: readonly string[]): void {
    if (ids.length === 0) replaced.delete(place)
    else replaced.set(place, ids)
  }

  function forgetOldest(): void {
    const [[id, { place }] = ['', { place: '' }]] = drains
    drains.delete(id)
    keepOnly(
      place,
      (replaced.get(place) ?? []).filter((other) => other !== id),
    )
  }

  return {
    begin(deployment, until) {
      const begun = drains.get(deployment.id)
      if (begun !== undefined) return begun.until
      const place = placeOf(deployment)
      drains.set(deployment.id, { until, place })
      replaced.set(place, [deployment.id, ...(replaced.get(place) ?? [])])
      if (drains.size > mostKept) forgetOldest()
      return until
    },
    until: ({ id }) => drains.get(id)?.until,
    before(deployment, now) {
      const place = placeOf(deployment)
      const all = replaced.get(place)
      if (all === undefined || drains.has(deployment.id)) return []
      const open = all.filter((id) => now < (drains.get(id)?.until ?? -Infinity))
      keepOnly(place, open)
      return open
    },
  }
}

// A request that was aimed at one may still be on its way: of so many updates the first is long over.
const MOST_KEPT = 1_000

/** What takes the place of what: a function's version. */
function placeOf({ fn, version }: PoolDeployment): string {
  return `${fn.name}:${version}`
}
