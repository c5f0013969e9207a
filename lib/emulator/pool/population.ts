import { type Allowance, createAllowance } from './allowance.ts'
import type { Concurrency } from './concurrency.ts'
import { createDrains } from './drains.ts'
import { type Draw, jittered } from './draw.ts'
import type { Group } from './group.ts'
import { createIdleEnvironments } from './idle-environments.ts'
import type { PoolLimits } from './limits.ts'
import type { Orders, StartAhead } from './orders.ts'
import type { EnvironmentId, PoolDeployment, Resident } from './resident.ts'
import { createRoom } from './room.ts'

/** The environments there are: how they come, rest, are taken again, and go. */
export interface Population<D extends PoolDeployment> {
  get(environment: EnvironmentId): Resident<D> | undefined
  /** How long the scaling rate refuses the function another one, ms. */
  scalingWait(deployment: D, now: number): number
  /** Makes room for one more by retiring those on demand that are idle for longest; false at the local cap. */
  makeRoom(deployment: D): boolean
  /** How many environments take room of this machine. */
  readonly occupants: number
  /** A new one, initialising. */
  enter(deployment: D, group: Group<D> | undefined, now: number): Resident<D>
  /** Orders one with no request waiting, only where it takes nothing from anybody. */
  startProactively(deployment: D, now: number): void
  orderStart(resident: Resident<D>, why: StartAhead<D>['why']): void
  takeProvisioned(group: Group<D>): Resident<D> | undefined
  /** One of the deployment, or of those that it replaced and that may still serve. */
  takeOnDemand(deployment: D, now: number): Resident<D> | undefined
  /** It has nothing to do. */
  rest(this: void, resident: Resident<D>, now: number): void
  /** Its group does without it: it goes at once, or when it has served. */
  letGo(this: void, resident: Resident<D>): void
  /** It is lost, whatever it was at. */
  lose(resident: Resident<D>): void
  drain(deployment: D, now: number): void
  retireDue(now: number): void
  nextDue(): number | undefined
  /** The orders since the last time. */
  takeOrders(): Orders<D>
  readonly size: number
}

/** What the population tells and asks around it. */
export interface Surroundings<D extends PoolDeployment> {
  readonly limits: PoolLimits
  readonly draw: Draw
  readonly concurrency: Concurrency
  /** A member of a group is gone. */
  readonly onLeft: (group: Group<D>, resident: Resident<D>) => void
}

export function createPopulation<D extends PoolDeployment>(around: Surroundings<D>): Population<D> {
  const { limits, draw, concurrency, onLeft } = around
  const residents = new Map<EnvironmentId, Resident<D>>()
  const idle = createIdleEnvironments<D>()
  const drains = createDrains()
  const room = createRoom(limits)
  const scaling = new Map<string, Allowance>()
  let entered = 0
  let retire: EnvironmentId[] = []
  let start: StartAhead<D>[] = []

  function scalingWait({ fn }: D, now: number): number {
    return scaling.get(fn.name)?.waitMs(now, limits.scalingPer10s) ?? 0
  }

  function countStart({ fn }: D, now: number): void {
    const allowance = scaling.get(fn.name) ?? createAllowance(SCALING_WINDOW_MS)
    scaling.set(fn.name, allowance)
    allowance.take(now, limits.scalingPer10s)
  }

  function enter(deployment: D, group: Group<D> | undefined, now: number): Resident<D> {
    countStart(deployment, now)
    room.enter(deployment)
    entered += 1
    const resident: Resident<D> = {
      id: entered,
      deployment,
      endsAt: endOfLife(entered, now),
      group,
      state: 'initialising',
      seat: undefined,
      footing: 'on-demand',
      idlePeriods: 0,
      last: false,
    }
    residents.set(entered, resident)
    return resident
  }

  function endOfLife(id: EnvironmentId, now: number): number {
    const { lifetimeMs, lifetimeJitter } = limits
    if (lifetimeMs === undefined) return Infinity
    return now + jittered(lifetimeMs, lifetimeJitter, draw('lifetime', id, 1))
  }

  function startProactively(deployment: D, now: number): void {
    if (!room.fits(deployment) || scalingWait(deployment, now) > 0) return
    orderStart(enter(deployment, undefined, now), 'proactive')
  }

  function orderStart({ id, deployment }: Resident<D>, why: StartAhead<D>['why']): void {
    start.push({ environment: id, deployment, why })
  }

  function rest(resident: Resident<D>, now: number): void {
    const drainedAt = drains.until(resident.deployment) ?? Infinity
    if (resident.last || now >= Math.min(resident.endsAt, drainedAt)) return end(resident, now)
    resident.state = 'idle'
    resident.idlePeriods += 1
    idle.add(resident, Math.min(idleUntil(resident, now), resident.endsAt, drainedAt))
  }

  /** Provisioned ones are kept however long nobody comes. */
  function idleUntil({ id, group, idlePeriods }: Resident<D>, now: number): number {
    if (group !== undefined) return Infinity
    return now + jittered(limits.idleMs, limits.idleJitter, draw('idle', id, idlePeriods))
  }

  /** Retires one that has served its time, and may start another in its place. */
  function end(resident: Resident<D>, now: number): void {
    leave(resident)
    const { id, deployment, endsAt, group, last } = resident
    const wanted = group === undefined && !last && drains.until(deployment) === undefined
    if (!wanted || now < endsAt) return
    if (draw('replacement', id, 1) < limits.proactiveInit) startProactively(deployment, now)
  }

  function leave(resident: Resident<D>): void {
    residents.delete(resident.id)
    room.leave(resident.deployment)
    retire.push(resident.id)
    idle.forget(resident)
    if (resident.group !== undefined) onLeft(resident.group, resident)
  }

  function lose(resident: Resident<D>): void {
    if (resident.state === 'busy') concurrency.end(resident.deployment.fn.name, resident.footing)
    idle.remove(resident)
    leave(resident)
  }

  /** As few as it takes, and none where all of them would not be enough. */
  function makeRoom(deployment: D): boolean {
    if (room.fits(deployment)) return true
    const going: Resident<D>[] = []
    const fits = (): boolean =>
      room.fits(
        deployment,
        going.map((one) => one.deployment),
      )
    for (const one of idle.dispensable()) {
      going.push(one)
      if (fits()) break
    }
    if (!fits()) return false
    for (const one of going) lose(one)
    return true
  }

  function drain(deployment: D, now: number): void {
    const until = drains.begin(deployment, now + limits.drainMs)
    for (const resident of residents.values()) {
      if (resident.deployment.id !== deployment.id || resident.state === 'busy') continue
      if (resident.state !== 'idle' || now >= until) lose(resident)
      else idle.shorten(resident, until)
    }
  }

  return {
    get: (id) => residents.get(id),
    scalingWait,
    makeRoom,
    get occupants() {
      return room.environments
    },
    enter,
    startProactively,
    orderStart,
    takeProvisioned: idle.takeLatest,
    takeOnDemand(deployment, now) {
      const own = idle.takeLatest(deployment.id)
      if (own !== undefined) return own
      for (const id of drains.before(deployment, now)) {
        const old = idle.takeLatest(id)
        if (old !== undefined) return old
      }
      return undefined
    },
    rest,
    letGo(resident) {
      idle.remove(resident)
      idle.forget(resident)
      resident.group = undefined
      resident.last = true
      if (resident.state !== 'busy') return leave(resident)
      resident.footing = 'on-demand'
      concurrency.demote(resident.deployment.fn.name)
    },
    lose,
    drain,
    retireDue(now) {
      for (let due = idle.takeDue(now); due !== undefined; due = idle.takeDue(now)) end(due, now)
    },
    nextDue: idle.nextDue,
    takeOrders() {
      const orders = { retire, start }
      retire = []
      start = []
      return orders
    },
    get size() {
      return residents.size
    },
  }
}

const SCALING_WINDOW_MS = 10_000
