import { type Draw, jittered } from '../../lib/emulator/pool/draw.ts'
import type { PoolLimits } from '../../lib/emulator/pool/limits.ts'
import type { StartAhead } from '../../lib/emulator/pool/orders.ts'
import type { PoolDeployment } from '../../lib/emulator/pool/resident.ts'

/** An environment, as a plain reading of the rules has it. */
export interface Env {
  readonly id: number
  readonly of: PoolDeployment
  readonly endsAt: number
  group: Group | undefined
  phase: 'initialising' | 'held' | 'idle' | 'busy' | 'gone'
  provisioned: boolean
  doomed: boolean
  idleSince: number
  idleEnd: number
  idles: number
  openedNth: number
}

interface Group {
  readonly key: string
  readonly name: string
  readonly of: PoolDeployment
  asked: number
  granted: number
  failures: number
  pausedUntil: number
}

interface Taking {
  readonly at: number
  readonly costMs: number
}

/**
 * The pool's rules again, naively: one list of all environments there ever were, which is searched from end to
 * end for every question, and rates that are worked out from the list of all that was taken.
 */
export class NaivePool {
  readonly envs: Env[] = []
  readonly starts: { readonly name: string; readonly at: number }[] = []
  now = 0
  private readonly limits: PoolLimits
  private readonly draw: Draw
  private readonly reserved = new Map<string, number>()
  private groups: Group[] = []
  private readonly drained: { readonly of: PoolDeployment; readonly until: number }[] = []
  private readonly taken = new Map<unknown, Taking[]>()
  private opened = 0
  private retire: number[] = []
  private ahead: StartAhead<PoolDeployment>[] = []

  constructor(limits: PoolLimits, draw: Draw) {
    this.limits = limits
    this.draw = draw
  }

  at(
    now: number,
    event: () => string | undefined,
  ): { told: string | undefined; retire: number[]; start: unknown[] } {
    this.now = now
    this.retire = []
    this.ahead = []
    const due = this.there('idle').filter((env) => this.dueOf(env) <= now)
    due.sort((a, b) => this.dueOf(a) - this.dueOf(b) || a.id - b.id)
    for (const env of due) this.finish(env)
    this.fill()
    const told = event()
    this.fill()
    return { told, retire: this.retire, start: this.ahead }
  }

  there(...phases: Env['phase'][]): Env[] {
    return this.envs.filter(({ phase }) => phases.includes(phase))
  }

  living(): Env[] {
    return this.there('initialising', 'held', 'idle', 'busy')
  }

  acquire(of: PoolDeployment, qualifier: string): string {
    const { name } = of.fn
    const group = this.groupOf(name, qualifier) ?? this.groupOf(name, of.version)
    if (group !== undefined && group.of.id === of.id && this.roomFor(name)) {
      const perSecond = this.limits.requestRateFactor * group.granted
      const [latest] = newest(this.there('idle').filter((env) => env.group === group))
      if (latest !== undefined && this.waitMs(group, 1_000, perSecond) === 0) {
        this.note(group, 1_000, perSecond)
        return this.reuse(latest, true)
      }
    }
    return this.onDemand(of)
  }

  private onDemand(of: PoolDeployment): string {
    const { name } = of.fn
    const reserved = this.reserved.get(name)
    const mine = this.busyOf(name)
    const granted = sum(this.groups.filter((group) => group.name === name).map((group) => group.granted))
    const part = reserved === undefined ? this.unreserved() : Math.max(0, reserved - granted)
    const inUse =
      reserved === undefined
        ? this.there('busy').filter((env) => !env.provisioned && !this.reserved.has(env.of.fn.name)).length
        : mine.filter((env) => !env.provisioned).length
    const over = inUse >= part || (reserved !== undefined && mine.length >= reserved)
    if (over && reserved !== undefined) return 'ReservedFunctionConcurrentInvocationLimitExceeded'
    if (over || this.there('busy').length >= this.limits.accountConcurrency) {
      return 'ConcurrentInvocationLimitExceeded'
    }
    const rate = reserved === undefined ? 'account' : `reserved ${name}`
    const perSecond = this.limits.requestRateFactor * part
    const late = this.waitMs(rate, 1_000, perSecond)
    if (late > 0) {
      const reason = reserved === undefined ? 'CallerRateLimit' : 'ReservedFunctionInvocationRateLimit'
      return `${reason}Exceeded ${Math.max(1, Math.ceil(late / 1_000 - 1e-9))}`
    }
    const told = this.findOrStart(of)
    if (/^(reuse|start)/.test(told)) this.note(rate, 1_000, perSecond)
    return told
  }

  private findOrStart(of: PoolDeployment): string {
    const open = this.there('idle').filter((env) => env.group === undefined)
    const isDrained = this.drained.some((drain) => drain.of.id === of.id)
    const older = isDrained
      ? []
      : this.drained.filter((drain) => samePlace(drain.of, of) && this.now < drain.until)
    for (const id of [of.id, ...older.map((drain) => drain.of.id).toReversed()]) {
      const [latest] = newest(open.filter((env) => env.of.id === id))
      if (latest !== undefined) return this.reuse(latest, false)
    }
    const wait = this.waitMs(`scaling ${of.fn.name}`, 10_000, this.limits.scalingPer10s)
    if (wait > 0) return `FunctionInvocationRateLimitExceeded ${Math.max(1, Math.ceil(wait / 1_000 - 1e-9))}`
    if (!this.clearPlace(of)) return 'local-cap'
    const env = this.add(of, undefined)
    env.phase = 'busy'
    if (this.draw('proactive', env.id, 1) < this.limits.proactiveInit) this.proactive(of)
    return `start ${env.id}`
  }

  release(env: Env): void {
    env.phase = 'idle'
    this.rest(env)
  }

  lose(env: Env): void {
    this.go(env)
  }

  initialised(env: Env): void {
    if (env.group === undefined) return this.rest(env)
    env.group.failures = 0
    if (env.group.granted === env.group.asked) this.open(env)
    else {
      env.phase = 'held'
      env.openedNth = this.opened += 1
    }
  }

  failed(env: Env): void {
    if (env.group !== undefined) {
      env.group.failures += 1
      env.group.pausedUntil = this.now + Math.min(60_000, 1_000 * 2 ** (env.group.failures - 1))
    }
    this.go(env)
  }

  reserve(name: string, concurrency: number | undefined): void {
    if (concurrency === undefined) this.reserved.delete(name)
    else this.reserved.set(name, concurrency)
  }

  provision(name: string, qualifier: string, of: PoolDeployment, asked: number): void {
    const before = this.groupOf(name, qualifier)
    if (before !== undefined && (before.of.id !== of.id || asked === 0)) this.dissolve(before)
    if (asked === 0) return
    let group = this.groupOf(name, qualifier)
    if (group === undefined) {
      const key = `${name}:${qualifier}`
      group = { key, name, of, asked, granted: 0, failures: 0, pausedUntil: -1 }
      this.groups.push(group)
    }
    group.asked = asked
    this.cut(group, asked)
    group.granted = Math.min(group.granted, asked)
  }

  drain(of: PoolDeployment): void {
    for (const group of this.groups.filter((each) => each.of.id === of.id)) this.dissolve(group)
    const known = this.drained.find((drain) => drain.of.id === of.id)
    const until = known?.until ?? this.now + this.limits.drainMs
    if (known === undefined) this.drained.push({ of, until })
    for (const env of this.living()) {
      if (env.of.id !== of.id || env.phase === 'busy') continue
      if (env.phase !== 'idle' || this.now >= until) this.go(env)
    }
  }

  /** When something is due next, for reasons of time alone. */
  dueOf(env: Env): number {
    const drain = this.drained.find(({ of }) => of.id === env.of.id)
    return Math.min(env.idleEnd, env.endsAt, drain?.until ?? Infinity)
  }

  private dissolve(group: Group): void {
    this.cut(group, 0)
    this.groups = this.groups.filter((each) => each !== group)
  }

  private cut(group: Group, size: number): void {
    const order = (env: Env) => ['initialising', 'held', 'idle', 'busy'].indexOf(env.phase)
    const members = this.living().filter((env) => env.group === group)
    members.sort((a, b) => order(a) - order(b) || a.openedNth - b.openedNth || a.id - b.id)
    for (const env of members.slice(0, Math.max(0, members.length - size))) {
      env.group = undefined
      env.doomed = true
      env.provisioned = false
      if (env.phase !== 'busy') this.go(env)
    }
  }

  private fill(): void {
    for (const group of this.groups) {
      const members = () => this.living().filter((env) => env.group === group)
      let waits = false
      while (members().length < group.asked) {
        waits =
          this.now >= group.pausedUntil &&
          this.waitMs(`scaling ${group.name}`, 10_000, this.limits.scalingPer10s) > 0
        if (waits || this.now < group.pausedUntil || !this.clearPlace(group.of)) break
        const { id, of } = this.add(group.of, group)
        this.ahead.push({ environment: id, deployment: of, why: 'provisioned' })
      }
      if (waits || members().some(({ phase }) => phase === 'initialising')) continue
      if (group.granted === group.asked) continue
      const held = members().filter(({ phase }) => phase === 'held')
      held.sort((a, b) => a.openedNth - b.openedNth)
      for (const env of held) this.open(env)
      group.granted = Math.max(group.granted, members().length)
    }
  }

  private open(env: Env): void {
    env.openedNth = this.opened += 1
    this.rest(env)
  }

  private reuse(env: Env, provisioned: boolean): string {
    env.phase = 'busy'
    env.provisioned = provisioned
    return `reuse ${env.id}`
  }

  private rest(env: Env): void {
    env.phase = 'idle'
    const drain = this.drained.find(({ of }) => of.id === env.of.id)
    if (env.doomed || this.now >= Math.min(env.endsAt, drain?.until ?? Infinity)) return this.finish(env)
    env.idles += 1
    env.idleSince = this.opened += 1
    const { idleMs, idleJitter } = this.limits
    const idle = jittered(idleMs, idleJitter, this.draw('idle', env.id, env.idles))
    env.idleEnd = env.group === undefined ? this.now + idle : Infinity
  }

  private finish(env: Env): void {
    this.go(env)
    const old = this.drained.some(({ of }) => of.id === env.of.id)
    if (env.doomed || old || env.group !== undefined || this.now < env.endsAt) return
    if (this.draw('replacement', env.id, 1) < this.limits.proactiveInit) this.proactive(env.of)
  }

  private go(env: Env): void {
    env.phase = 'gone'
    this.retire.push(env.id)
  }

  private proactive(of: PoolDeployment): void {
    if (!this.hasPlace(of, this.living())) return
    if (this.waitMs(`scaling ${of.fn.name}`, 10_000, this.limits.scalingPer10s) > 0) return
    const { id } = this.add(of, undefined)
    this.ahead.push({ environment: id, deployment: of, why: 'proactive' })
  }

  private clearPlace(of: PoolDeployment): boolean {
    const idle = newest(this.there('idle').filter((env) => env.group === undefined && isProcess(env.of)))
    for (let gone = 0; gone <= idle.length; gone += 1) {
      const going = idle.slice(idle.length - gone)
      const staying = this.living().filter((env) => !going.includes(env))
      if (!this.hasPlace(of, staying)) continue
      for (const env of going.reverse()) this.go(env)
      return true
    }
    return false
  }

  private hasPlace(of: PoolDeployment, among: readonly Env[]): boolean {
    const processes = among.filter((env) => isProcess(env.of))
    const { maxEnvironments, roomFor } = this.limits
    if (!isProcess(of)) return true
    if (processes.length >= maxEnvironments) return false
    const needed = processes.reduce((sum, env) => sum + env.of.fn.memoryMb, of.fn.memoryMb)
    return roomFor === undefined || processes.length < roomFor.anyway || needed <= roomFor.megabytes
  }

  private add(of: PoolDeployment, group: Group | undefined): Env {
    const id = this.envs.length + 1
    this.note(`scaling ${of.fn.name}`, 10_000, this.limits.scalingPer10s)
    this.starts.push({ name: of.fn.name, at: this.now })
    const { lifetimeMs, lifetimeJitter } = this.limits
    const endsAt =
      lifetimeMs === undefined
        ? Infinity
        : this.now + jittered(lifetimeMs, lifetimeJitter, this.draw('lifetime', id, 1))
    const rest = {
      provisioned: false,
      doomed: false,
      idleSince: 0,
      idleEnd: Infinity,
      idles: 0,
      openedNth: 0,
    }
    const env: Env = { id, of, endsAt, group, phase: 'initialising', ...rest }
    this.envs.push(env)
    return env
  }

  private groupOf(name: string, qualifier: string): Group | undefined {
    return this.groups.find(({ key }) => key === `${name}:${qualifier}`)
  }

  private busyOf(name: string): Env[] {
    return this.there('busy').filter((env) => env.of.fn.name === name)
  }

  private roomFor(name: string): boolean {
    const own = this.busyOf(name).length < (this.reserved.get(name) ?? Infinity)
    return own && this.there('busy').length < this.limits.accountConcurrency
  }

  private unreserved(): number {
    const shared = this.groups.filter(({ name }) => !this.reserved.has(name)).map(({ granted }) => granted)
    return Math.max(0, this.limits.accountConcurrency - sum([...this.reserved.values()]) - sum(shared))
  }

  private note(what: unknown, windowMs: number, perWindow: number): void {
    const all = this.taken.get(what) ?? []
    this.taken.set(what, [...all, { at: this.now, costMs: windowMs / perWindow }])
  }

  /** How long the bucket needs until it can give one; it is empty when it needs a whole window to be full. */
  private waitMs(what: unknown, windowMs: number, perWindow: number): number {
    if (perWindow === 0) return Infinity
    let [missing, at] = [0, 0]
    for (const taking of this.taken.get(what) ?? []) {
      missing = Math.max(0, missing - (taking.at - at)) + taking.costMs
      at = taking.at
    }
    missing = Math.max(0, missing - (this.now - at))
    const one = windowMs / perWindow
    const wait = missing - Math.max(0, windowMs - one)
    return wait > 1e-6 ? wait : 0
  }
}

function samePlace(a: PoolDeployment, b: PoolDeployment): boolean {
  return a.fn.name === b.fn.name && a.version === b.version
}

function isProcess({ fn }: PoolDeployment): boolean {
  return fn.runtime !== 'simulated'
}

function newest(envs: Env[]): Env[] {
  return envs.toSorted((a, b) => b.idleSince - a.idleSince)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
