import type { Allowance } from './allowance.ts'
import type { Due } from './due-queue.ts'
import type { PoolDeployment, Resident } from './resident.ts'

/** Whose invocations get environments that are initialised ahead. */
export interface ProvisionedGroup<D> {
  readonly functionName: string
  /** A published version, or an alias. */
  readonly qualifier: string
  readonly deployment: D
}

export interface ProvisionedStatus {
  readonly requested: number
  /** Initialised, whether they may be used yet or not. */
  readonly allocated: number
  /** May be used, and are or wait for it. */
  readonly available: number
  readonly kind: 'in-progress' | 'ready'
}

/** The provisioned concurrency of a qualifier. */
export interface Group<D extends PoolDeployment> extends ProvisionedGroup<D> {
  /** Counts from 1 in the order in which they were made. */
  readonly place: number
  readonly starting: Set<Resident<D>>
  /** Initialised, and not to be used before the rest is. */
  readonly held: Set<Resident<D>>
  readonly usable: Set<Resident<D>>
  readonly rate: Allowance
  requested: number
  /** What it has of the concurrency; follows `requested` when all of that is initialised. */
  granted: number
  /** Times that an INIT could not be run since one could. */
  failures: number
  pausedUntil: number
  /** When the next attempt is due that has to wait. */
  wait: Due<Group<D>> | undefined
}

export function sizeOf<D extends PoolDeployment>({ starting, held, usable }: Group<D>): number {
  return starting.size + held.size + usable.size
}

export function removeFrom<D extends PoolDeployment>(group: Group<D>, resident: Resident<D>): void {
  for (const members of [group.starting, group.held, group.usable]) members.delete(resident)
}

/** Those that a group which shrinks does without: first what can't serve yet, last what serves. */
export function surplusOf<D extends PoolDeployment>(group: Group<D>, size: number): Resident<D>[] {
  const surplus = sizeOf(group) - size
  if (surplus <= 0) return []
  const usable = [...group.usable]
  const idle = usable.filter(({ state }) => state !== 'busy')
  const busy = usable.filter(({ state }) => state === 'busy')
  return [...group.starting, ...group.held, ...idle, ...busy].slice(0, surplus)
}

export function statusOf<D extends PoolDeployment>(group: Group<D> | undefined): ProvisionedStatus {
  if (group === undefined) return { requested: 0, allocated: 0, available: 0, kind: 'ready' }
  const { requested, granted, held, usable } = group
  const kind = granted === requested ? 'ready' : 'in-progress'
  return { requested, allocated: held.size + usable.size, available: usable.size, kind }
}
