import { createConcurrency } from './concurrency.ts'
import type { Draw } from './draw.ts'
import { type Group, type ProvisionedGroup, type ProvisionedStatus, statusOf } from './group.ts'
import type { PoolLimits } from './limits.ts'
import type { Orders } from './orders.ts'
import { createPopulation } from './population.ts'
import { type Attempt, createProvisioning } from './provisioning.ts'
import type { EnvironmentId, PoolDeployment, Resident } from './resident.ts'
import { type Throttle, throttledFor } from './throttle.ts'

/** What an invocation asks for. */
export interface PoolTarget<D> {
  readonly deployment: D
  readonly qualifier: string
}

export type Decision =
  | { readonly kind: 'reuse'; readonly environment: EnvironmentId }
  /** A new environment, which this request waits for. */
  | { readonly kind: 'start'; readonly environment: EnvironmentId }
  | Throttle
  /** This machine has no room for more than so many. */
  | { readonly kind: 'local-cap'; readonly cap: number }

/**
 * Which environment serves which invocation: one at a time each, provisioned ones first, the most recently
 * used idle one first, a new one when all are busy; and which are started ahead, kept and retired. No I/O: the
 * time (ms, never going back) is an argument, and chance is `draw`. Each call first does what has become due.
 */
export interface Pool<D extends PoolDeployment> {
  /** A request arrives. With `reuse` and `start` the environment is busy from here on. */
  acquire(target: PoolTarget<D>, now: number): Orders<D> & { readonly decision: Decision }
  /** The environment can take its next invocation. */
  release(environment: EnvironmentId, now: number): Orders<D>
  /** The environment is lost, whatever it was at. */
  discard(environment: EnvironmentId, now: number): Orders<D>
  /** INIT ahead has ended. */
  initialised(environment: EnvironmentId, now: number): Orders<D>
  /** INIT ahead could not be run. */
  failed(environment: EnvironmentId, now: number): Orders<D>
  /** Sets concurrency apart for a function; undefined takes it back. */
  reserve(functionName: string, concurrency: number | undefined, now: number): Orders<D>
  /** Keeps so many environments initialised for the group; 0 takes them away. */
  provision(group: ProvisionedGroup<D>, environments: number, now: number): Orders<D>
  provisioned(functionName: string, qualifier: string): ProvisionedStatus
  /** Whether environments are on their way to provisioned concurrency, and none of their INITs has failed. */
  isProvisioning(): boolean
  /**
   * The deployment was replaced: its environments are retired when they aren't busy, but those on demand may
   * serve in place of the new one's for `drainMs`. On Lambda they do so for up to tens of seconds after the
   * update is «Successful», as those who measured it found.
   */
  drain(deployment: D, now: number): Orders<D>
  advance(now: number): Orders<D>
  /** When `advance` will next find something to do; undefined when never. */
  nextDue(): number | undefined
  readonly size: number
  readonly busy: number
}

export function createPool<D extends PoolDeployment>(limits: PoolLimits, draw: Draw): Pool<D> {
  const concurrency = createConcurrency(limits)
  const onLeft = (group: Group<D>, resident: Resident<D>): void => provisioning.left(group, resident)
  const population = createPopulation<D>({ limits, draw, concurrency, onLeft })
  const { rest, letGo } = population
  const { grant } = concurrency
  const provisioning = createProvisioning<D>({ start: startProvisioned, open: rest, letGo, grant })

  /** Does what is due, then the event, then what follows from it. */
  function after<T>(now: number, event: () => T): T {
    population.retireDue(now)
    provisioning.fill(now)
    const result = event()
    provisioning.fill(now)
    return result
  }

  function orders(now: number, event: () => void): Orders<D> {
    after(now, event)
    return population.takeOrders()
  }

  /** Orders upon an event of an environment, as long as it is in the pool and at that. */
  function ordersOn(
    id: EnvironmentId,
    state: Resident<D>['state'],
    now: number,
    event: (resident: Resident<D>) => void,
  ): Orders<D> {
    return orders(now, () => {
      const resident = population.get(id)
      if (resident?.state === state) event(resident)
    })
  }

  function decide({ deployment, qualifier }: PoolTarget<D>, now: number): Decision {
    const provisioned = takeProvisioned(deployment, qualifier, now)
    if (provisioned !== undefined) return { kind: 'reuse', environment: provisioned.id }
    const refusal = concurrency.refusal(deployment.fn.name, now)
    if (refusal !== undefined) return refusal
    const reused = population.takeOnDemand(deployment, now)
    if (reused === undefined) return startFor(deployment, now)
    begin(reused, 'on-demand', now)
    return { kind: 'reuse', environment: reused.id }
  }

  /**
   * «This function spills over into on-demand concurrency after 10 concurrency or 100 requests per second,
   * whichever happens first» (lambda-concurrency.html, 2026-11, of one with a provisioned concurrency of 10).
   */
  function takeProvisioned(deployment: D, qualifier: string, now: number): Resident<D> | undefined {
    const group = groupFor(deployment, qualifier)
    if (group === undefined || !concurrency.hasRoom(deployment.fn.name)) return undefined
    const perSecond = limits.requestRateFactor * group.granted
    if (group.rate.waitMs(now, perSecond) > 0) return undefined
    const taken = population.takeProvisioned(group)
    if (taken === undefined) return undefined
    group.rate.take(now, perSecond)
    begin(taken, 'provisioned', now)
    return taken
  }

  /** That of the alias, or else that of the version behind it; a weighted alias may lead elsewhere. */
  function groupFor(deployment: D, qualifier: string): Group<D> | undefined {
    const { name } = deployment.fn
    const group = provisioning.get(name, qualifier) ?? provisioning.get(name, deployment.version)
    return group?.deployment.id === deployment.id ? group : undefined
  }

  function begin(resident: Resident<D>, footing: Resident<D>['footing'], now: number): void {
    resident.state = 'busy'
    resident.footing = footing
    concurrency.begin(resident.deployment.fn.name, footing, now)
  }

  function startFor(deployment: D, now: number): Decision {
    const wait = population.scalingWait(deployment, now)
    if (wait > 0) return throttledFor('FunctionInvocationRateLimitExceeded', wait)
    if (!population.makeRoom(deployment)) return { kind: 'local-cap', cap: population.occupants }
    const resident = population.enter(deployment, undefined, now)
    begin(resident, 'on-demand', now)
    if (draw('proactive', resident.id, 1) < limits.proactiveInit) {
      population.startProactively(deployment, now)
    }
    return { kind: 'start', environment: resident.id }
  }

  /** «This is exactly the same as the concurrency scaling rate» (lambda-concurrency.html, 2026-11). */
  function startProvisioned(group: Group<D>, now: number): Attempt<D> {
    const ms = population.scalingWait(group.deployment, now)
    if (ms > 0) return { kind: 'wait', ms }
    if (!population.makeRoom(group.deployment)) return { kind: 'full' }
    const resident = population.enter(group.deployment, group, now)
    population.orderStart(resident, 'provisioned')
    return { kind: 'started', resident }
  }

  return {
    acquire(target, now) {
      const decision = after(now, () => decide(target, now))
      return { decision, ...population.takeOrders() }
    },
    release: (id, now) =>
      ordersOn(id, 'busy', now, (resident) => {
        concurrency.end(resident.deployment.fn.name, resident.footing)
        rest(resident, now)
      }),
    discard: (id, now) =>
      orders(now, () => {
        const resident = population.get(id)
        if (resident !== undefined) population.lose(resident)
      }),
    initialised: (id, now) =>
      ordersOn(id, 'initialising', now, (resident) => {
        if (resident.group === undefined) rest(resident, now)
        else provisioning.initialised(resident.group, resident, now)
      }),
    failed: (id, now) =>
      ordersOn(id, 'initialising', now, (resident) => {
        if (resident.group !== undefined) provisioning.failed(resident.group, now)
        population.lose(resident)
      }),
    reserve: (functionName, reserved, now) => orders(now, () => concurrency.reserve(functionName, reserved)),
    provision: (group, requested, now) => orders(now, () => provisioning.set(group, requested)),
    provisioned: (functionName, qualifier) => statusOf(provisioning.get(functionName, qualifier)),
    isProvisioning: () => provisioning.isUnderWay(),
    drain: (deployment, now) =>
      orders(now, () => {
        provisioning.dissolve(deployment)
        population.drain(deployment, now)
      }),
    advance: (now) => orders(now, () => undefined),
    nextDue() {
      const next = Math.min(population.nextDue() ?? Infinity, provisioning.nextDue() ?? Infinity)
      return next === Infinity ? undefined : next
    },
    get size() {
      return population.size
    },
    get busy() {
      return concurrency.busy
    },
  }
}
