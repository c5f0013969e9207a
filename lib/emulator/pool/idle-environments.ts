import { createDueQueue } from './due-queue.ts'
import { createRecencyList, type RecencyList } from './recency-list.ts'
import type { Group } from './group.ts'
import type { PoolDeployment, Resident } from './resident.ts'

/** Environments that wait for an invocation: of a deployment, or of a group of provisioned ones. */
export interface IdleEnvironments<D extends PoolDeployment> {
  /** It waits until `due`, from now on as the latest of its shelf. */
  add(resident: Resident<D>, due: number): void
  /** It waits no longer than until then. */
  shorten(resident: Resident<D>, due: number): void
  remove(resident: Resident<D>): void
  /** Takes the one that was used last. */
  takeLatest(this: void, shelf: Shelf<D>): Resident<D> | undefined
  /** The one that waits for longest; never a provisioned one. */
  longest(): Resident<D> | undefined
  /** Takes the first whose time is over. */
  takeDue(now: number): Resident<D> | undefined
  nextDue(this: void): number | undefined
}

/** The id of a deployment, or a group. */
export type Shelf<D extends PoolDeployment> = string | Group<D>

export function createIdleEnvironments<D extends PoolDeployment>(): IdleEnvironments<D> {
  const shelves = new Map<Shelf<D>, RecencyList<Resident<D>>>()
  const onDemand = createRecencyList<Resident<D>>()
  const ends = createDueQueue<Resident<D>>(({ id }) => id)

  function remove(resident: Resident<D>): void {
    const shelf = shelfOf(resident)
    const list = shelves.get(shelf)
    list?.delete(resident)
    if (list?.size === 0) shelves.delete(shelf)
    onDemand.delete(resident)
    ends.delete(resident)
  }

  return {
    add(resident, due) {
      const shelf = shelfOf(resident)
      const list = shelves.get(shelf) ?? createRecencyList<Resident<D>>()
      shelves.set(shelf, list)
      list.add(resident)
      if (resident.group === undefined) onDemand.add(resident)
      if (due !== Infinity) ends.set(resident, due)
    },
    shorten(resident, due) {
      if (due < (ends.get(resident) ?? Infinity)) ends.set(resident, due)
    },
    remove,
    takeLatest(shelf) {
      const latest = shelves.get(shelf)?.latest()
      if (latest !== undefined) remove(latest)
      return latest
    },
    longest: onDemand.longest,
    takeDue(now) {
      const due = ends.take(now)
      if (due !== undefined) remove(due)
      return due
    },
    nextDue: ends.next,
  }
}

function shelfOf<D extends PoolDeployment>({ group, deployment }: Resident<D>): Shelf<D> {
  return group ?? deployment.id
}
