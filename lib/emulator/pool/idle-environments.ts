import { createDueQueue, type Due } from './due-queue.ts'
import type { Group } from './group.ts'
import { createRecencyList, type Link, type RecencyList } from './recency-list.ts'
import type { PoolDeployment, Resident } from './resident.ts'
import { takesRoom } from './room.ts'

/** Environments that wait for an invocation: of a deployment, or of a group of provisioned ones. */
export interface IdleEnvironments<D extends PoolDeployment> {
  /** It waits until `due`, from now on as the latest of its shelf. */
  add(resident: Resident<D>, due: number): void
  /** It waits no longer than until then. */
  shorten(resident: Resident<D>, due: number): void
  remove(resident: Resident<D>): void
  /** Takes the one that was used last. */
  takeLatest(this: void, shelf: Shelf<D>): Resident<D> | undefined
  /** Those that could make room, the one that waits for longest first; never a provisioned one. */
  dispensable(this: void): Iterable<Resident<D>>
  /** Takes the first whose time is over. */
  takeDue(now: number): Resident<D> | undefined
  nextDue(this: void): number | undefined
  /** The environment is gone: keeps nothing of its shelf when that is empty. */
  forget(resident: Resident<D>): void
}

/** The id of a deployment, or a group. */
export type Shelf<D extends PoolDeployment> = string | Group<D>

/** Where one that waits stands. */
export interface Seat<D extends PoolDeployment> {
  readonly onShelf: Link<Resident<D>>
  /** Of one on demand that takes room. */
  readonly inAll: Link<Resident<D>> | undefined
  end: Due<Resident<D>> | undefined
}

export function createIdleEnvironments<D extends PoolDeployment>(): IdleEnvironments<D> {
  const shelves = new Map<Shelf<D>, RecencyList<Resident<D>>>()
  const onDemand = createRecencyList<Resident<D>>()
  const ends = createDueQueue<Resident<D>>(({ id }) => id)

  function shelfFor(resident: Resident<D>): RecencyList<Resident<D>> {
    const known = shelves.get(shelfOf(resident))
    if (known !== undefined) return known
    const shelf = createRecencyList<Resident<D>>()
    shelves.set(shelfOf(resident), shelf)
    return shelf
  }

  function remove(resident: Resident<D>): void {
    const { seat } = resident
    if (seat === undefined) return
    resident.seat = undefined
    shelves.get(shelfOf(resident))?.remove(seat.onShelf)
    if (seat.inAll !== undefined) onDemand.remove(seat.inAll)
    if (seat.end !== undefined) ends.remove(seat.end)
  }

  return {
    add(resident, due) {
      resident.seat = {
        onShelf: shelfFor(resident).add(resident),
        inAll: isDispensable(resident) ? onDemand.add(resident) : undefined,
        end: due === Infinity ? undefined : ends.add(resident, due),
      }
    },
    shorten(resident, due) {
      const { seat } = resident
      if (seat === undefined || due >= (seat.end?.at ?? Infinity)) return
      if (seat.end !== undefined) ends.remove(seat.end)
      seat.end = ends.add(resident, due)
    },
    remove,
    takeLatest(shelf) {
      const latest = shelves.get(shelf)?.latest()
      if (latest !== undefined) remove(latest)
      return latest
    },
    dispensable: onDemand.oldestFirst,
    takeDue(now) {
      const due = ends.take(now)
      if (due !== undefined) remove(due)
      return due
    },
    nextDue: ends.next,
    forget(resident) {
      const shelf = shelfOf(resident)
      if (shelves.get(shelf)?.latest() === undefined) shelves.delete(shelf)
    },
  }
}

function isDispensable<D extends PoolDeployment>({ group, deployment }: Resident<D>): boolean {
  return group === undefined && takesRoom(deployment)
}

function shelfOf<D extends PoolDeployment>({ group, deployment }: Resident<D>): Shelf<D> {
  return group ?? deployment.id
}
