import { createAllowance } from './allowance.ts'
import { createDueQueue } from './due-queue.ts'
import { type Group, type ProvisionedGroup, removeFrom, sizeOf, surplusOf } from './group.ts'
import type { PoolDeployment, Resident } from './resident.ts'

/** What becomes of an attempt to start an environment. */
export type Attempt<D extends PoolDeployment> =
  | { readonly kind: 'started'; readonly resident: Resident<D> }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'full' }

/** What groups need from the pool around them. */
export interface Hands<D extends PoolDeployment> {
  start(group: Group<D>, now: number): Attempt<D>
  /** It may be used from now on. */
  open(resident: Resident<D>, now: number): void
  /** The group does without it. */
  letGo(resident: Resident<D>): void
  grant(functionName: string, by: number): void
}

/** The groups with provisioned concurrency: how many environments each has, needs and may use. */
export interface Provisioning<D extends PoolDeployment> {
  set(group: ProvisionedGroup<D>, requested: number): void
  get(functionName: string, qualifier: string): Group<D> | undefined
  /** Ends the groups of a deployment. */
  dissolve(deployment: D): void
  initialised(group: Group<D>, resident: Resident<D>, now: number): void
  /** An INIT could not be run: the next attempts wait for longer and longer. */
  failed(group: Group<D>, now: number): void
  /** A member is gone. */
  left(group: Group<D>, resident: Resident<D>): void
  /** To be called after each change: starts what is missing, and lets that be used which is complete. */
  fill(now: number): void
  /** Whether environments are on their way; those of a group whose INIT fails are not waited for. */
  isUnderWay(): boolean
  /** When `fill` can go on for reasons of time. */
  nextDue(): number | undefined
}

export function createProvisioning<D extends PoolDeployment>(hands: Hands<D>): Provisioning<D> {
  const groups = new Map<string, Group<D>>()
  const short = new Set<Group<D>>()
  const waiting = createDueQueue<Group<D>>(({ place }) => place)
  let created = 0

  function create(asked: ProvisionedGroup<D>): Group<D> {
    created += 1
    const group = newGroup(asked, created)
    groups.set(keyOf(asked.functionName, asked.qualifier), group)
    return group
  }

  function grant(group: Group<D>, granted: number): void {
    hands.grant(group.functionName, granted - group.granted)
    group.granted = granted
  }

  function shrink(group: Group<D>, size: number): void {
    for (const resident of surplusOf(group, size)) {
      removeFrom(group, resident)
      hands.letGo(resident)
    }
  }

  function end(group: Group<D>): void {
    groups.delete(keyOf(group.functionName, group.qualifier))
    short.delete(group)
    waitFor(group, undefined)
    shrink(group, 0)
    grant(group, 0)
  }

  function fillOne(group: Group<D>, now: number): void {
    const obstacle = startMissing(group, now)
    waitFor(group, obstacle?.kind === 'wait' ? now + obstacle.ms : undefined)
    if (obstacle === undefined) short.delete(group)
    const settled = obstacle === undefined || obstacle.kind === 'full' || now < group.pausedUntil
    if (settled && group.granted < group.requested && group.starting.size === 0) openHeld(group, now)
  }

  function waitFor(group: Group<D>, at: number | undefined): void {
    if (group.wait !== undefined) waiting.remove(group.wait)
    group.wait = at === undefined ? undefined : waiting.add(group, at)
  }

  function startMissing(group: Group<D>, now: number): Attempt<D> | undefined {
    while (sizeOf(group) < group.requested) {
      if (now < group.pausedUntil) return { kind: 'wait', ms: group.pausedUntil - now }
      const attempt = hands.start(group, now)
      if (attempt.kind !== 'started') return attempt
      group.starting.add(attempt.resident)
    }
    return undefined
  }

  /**
   * «You can't access any of those environments until Lambda completely finishes allocating them» (lambda-
   * concurrency.html, 2026-11). What this machine has no means for is not waited for: Lambda has them.
   */
  function openHeld(group: Group<D>, now: number): void {
    for (const resident of group.held) {
      group.held.delete(resident)
      group.usable.add(resident)
      hands.open(resident, now)
    }
    grant(group, Math.max(group.granted, group.usable.size))
  }

  return {
    set(asked, requested) {
      const before = groups.get(keyOf(asked.functionName, asked.qualifier))
      const replaced = before !== undefined && before.deployment.id !== asked.deployment.id
      if (before !== undefined && (replaced || requested === 0)) end(before)
      if (requested === 0) return
      const group = before === undefined || replaced ? create(asked) : before
      group.requested = requested
      shrink(group, requested)
      grant(group, Math.min(group.granted, requested))
      short.add(group)
    },
    get: (functionName, qualifier) => groups.get(keyOf(functionName, qualifier)),
    dissolve(deployment) {
      for (const group of groups.values()) if (group.deployment.id === deployment.id) end(group)
    },
    initialised(group, resident, now) {
      group.failures = 0
      group.starting.delete(resident)
      if (group.granted === group.requested) {
        group.usable.add(resident)
        hands.open(resident, now)
        return
      }
      resident.state = 'held'
      group.held.add(resident)
      short.add(group)
    },
    failed(group, now) {
      group.failures += 1
      group.pausedUntil = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (group.failures - 1))
    },
    left(group, resident) {
      removeFrom(group, resident)
      short.add(group)
    },
    fill(now) {
      if (short.size === 0) return
      for (const group of groups.values()) if (short.has(group)) fillOne(group, now)
    },
    isUnderWay: () => [...groups.values()].some(isUnderWay),
    nextDue: waiting.next,
  }
}

function isUnderWay<D extends PoolDeployment>({ starting, wait, pausedUntil }: Group<D>): boolean {
  const hasFailed = pausedUntil !== -Infinity
  return starting.size > 0 || (wait !== undefined && !hasFailed)
}

function newGroup<D extends PoolDeployment>(asked: ProvisionedGroup<D>, place: number): Group<D> {
  const { functionName, qualifier, deployment } = asked
  return {
    functionName,
    qualifier,
    deployment,
    place,
    starting: new Set(),
    held: new Set(),
    usable: new Set(),
    rate: createAllowance(1_000),
    requested: 0,
    granted: 0,
    failures: 0,
    pausedUntil: -Infinity,
    wait: undefined,
  }
}

function keyOf(functionName: string, qualifier: string): string {
  return `${functionName}:${qualifier}`
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
