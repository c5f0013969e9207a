import type { PoolDeployment } from './resident.ts'

/** Deployments that were replaced, and until when their environments may still serve. */
export interface Drains {
  /** Returns the end: that of the first time. */
  begin(deployment: PoolDeployment, until: number): number
  /** Undefined for a deployment that is not drained. */
  until(deployment: PoolDeployment): number | undefined
  /** Ids of those that this one replaced and that may still serve in its place, the last one first. */
  before(deployment: PoolDeployment, now: number): readonly string[]
}

export function createDrains(): Drains {
  const ends = new Map<string, number>()
  const replaced = new Map<string, string[]>()
  return {
    begin(deployment, until) {
      const begun = ends.get(deployment.id)
      if (begun !== undefined) return begun
      ends.set(deployment.id, until)
      const key = placeOf(deployment)
      replaced.set(key, [deployment.id, ...(replaced.get(key) ?? [])])
      return until
    },
    until: ({ id }) => ends.get(id),
    before(deployment, now) {
      const key = placeOf(deployment)
      const all = replaced.get(key)
      if (all === undefined || ends.has(deployment.id)) return []
      const open = all.filter((id) => now < (ends.get(id) ?? -Infinity))
      if (open.length === 0) replaced.delete(key)
      else replaced.set(key, open)
      return open
    },
  }
}

/** What takes the place of what: a function's version. */
function placeOf({ fn, version }: PoolDeployment): string {
  return `${fn.name}:${version}`
}
