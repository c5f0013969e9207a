import { earlyAnswer } from './early-answer.ts'
import type { Environment } from '../environment/environment.ts'
import type { Answer, Call, Served } from '../environment/invocation.ts'
import { createPool, type Decision, type EnvironmentId, type PoolLimits } from '../pool/pool.ts'
import type { Deployment, InvokeTarget } from '../functions/deployment.ts'
import type { EmulatorStats } from '../protocol.ts'
import { type TruthLog, truthLine } from './truth-log.ts'

/** All environments of an emulator, under the pool's rules. */
export interface Fleet {
  /** Rejects only when this machine refuses what an environment needs. */
  invoke(target: InvokeTarget, request: InvokeRequest): Promise<InvokeResult>
  /** Sets concurrency apart for a function, or takes it back. */
  reserve(functionName: string, concurrency: number | undefined): void
  /** Keeps so many environments initialised ahead for what is invoked by this qualifier; 0 ends it. */
  provision(group: ProvisionedGroup, environments: number): void
  provisioned(group: Pick<ProvisionedGroup, 'functionName' | 'qualifier'>): Provisioned
  /** Nothing more will be invoked of it: its environments end when they are idle. */
  drain(deployment: Deployment): void
  /** Processor time is that of the environments. */
  stats(): EmulatorStats
  /** Ends every environment; what is still being served gets no answer. */
  close(): Promise<void>
}

export interface ProvisionedGroup {
  readonly functionName: string
  readonly qualifier: string
  readonly deployment: Deployment
}

export interface Provisioned {
  readonly requested: number
  readonly allocated: number
  readonly available: number
  readonly kind: 'in-progress' | 'ready'
}

export type InvokeRequest = Omit<Call, 'onAnswer'>

export type InvokeResult = Extract<Decision, { kind: 'throttled' | 'local-cap' }> | ServedResult

export interface ServedResult {
  readonly kind: 'served'
  readonly answer: Answer
  readonly tail?: Buffer
  /** Of an invocation for which a process was started. */
  readonly placementUs?: number
}

/** One environment in the pool, from its first invocation on. */
interface Member {
  readonly id: EnvironmentId
  readonly deployment: Deployment
  readonly opening: Promise<Environment>
  opened?: Environment
}

/** `open` makes an environment for a deployment; it rejects when this machine refuses what one needs. */
export function createFleet(
  limits: PoolLimits,
  open: (deployment: Deployment) => Promise<Environment>,
  truth: TruthLog,
): Fleet {
  const pool = createPool(limits)
  const members = new Map<EnvironmentId, Member>()
  const leaving = new Set<Promise<void>>()
  const drained = new Set<string>()
  const groups = new Map<string, { requested: number; ready: number }>()
  const count = { order: 0, started: 0, peak: 0, localCapHits: 0, pastCpuSeconds: 0 }
  let idleTimer: NodeJS.Timeout | undefined
  let closing = false

  async function invoke({ deployment }: InvokeTarget, request: InvokeRequest): Promise<InvokeResult> {
    if (closing) throw new Error(SHUT_DOWN)
    const { decision, retire } = pool.acquire(deployment.id, performance.now())
    for (const id of retire) leave(id)
    if (decision.kind === 'throttled') return decision
    if (decision.kind === 'local-cap') {
      count.localCapHits += 1
      return decision
    }
    const member =
      decision.kind === 'start' ? enter(decision.environment, deployment) : members.get(decision.environment)
    if (member === undefined) throw new Error(`environment ${decision.environment} is in the pool only`)
    return answer(member, request)
  }

  function enter(id: EnvironmentId, deployment: Deployment): Member {
    const member: Member = { id, deployment, opening: open(deployment) }
    members.set(id, member)
    count.started += 1
    count.peak = Math.max(count.peak, pool.size)
    return member
  }

  async function answer(member: Member, request: InvokeRequest): Promise<ServedResult> {
    const early = earlyAnswer()
    const whole = serve(member, { ...request, onAnswer: request.tail ? () => undefined : early.offer })
    const served = await Promise.race([whole.finally(early.withdraw), early.given])
    if (!('ordinal' in served)) return result(served, member.opened?.placementUs)
    return result(served.answer, served.start === 'warm' ? undefined : served.placementUs, served.tail)
  }

  async function serve(member: Member, call: Call): Promise<Served> {
    count.order += 1
    const order = count.order
    try {
      const environment = (member.opened ??= await member.opening)
      const served = await environment.serve(call)
      // It was killed for the shutdown: that is nothing the function did.
      if (closing) throw new Error(SHUT_DOWN)
      const facts = {
        requestId: call.requestId,
        function: member.deployment.fn.name,
        environment: environment.logStream,
      }
      truth.append(truthLine(facts, order, served))
      if (served.lost === true) lose(member.id)
      else release(member)
      return served
    } catch (error) {
      lose(member.id)
      throw error
    }
  }

  function release(member: Member): void {
    if (drained.has(member.deployment.id)) return lose(member.id)
    pool.release(member.id, performance.now())
    watchIdle()
  }

  function lose(id: EnvironmentId): void {
    pool.discard(id)
    leave(id)
  }

  function watchIdle(): void {
    const next = pool.nextExpiry()
    if (idleTimer !== undefined || next === undefined) return
    // A whole ms later: timers may fire a fraction early.
    idleTimer = setTimeout(expire, Math.max(0, next - performance.now()) + 1)
  }

  function expire(): void {
    idleTimer = undefined
    for (const id of pool.expire(performance.now())) leave(id)
    watchIdle()
  }

  function leave(id: EnvironmentId): void {
    const left = shutDown(members.get(id))
    members.delete(id)
    leaving.add(left)
    void left.finally(() => leaving.delete(left))
  }

  async function shutDown(member: Member | undefined): Promise<void> {
    // One that could not be opened has been reported to its caller.
    const environment = await member?.opening.catch(() => undefined)
    await environment?.shutDown()
    count.pastCpuSeconds += environment?.cpuSeconds() ?? 0
  }

  function drain(deployment: Deployment): void {
    drained.add(deployment.id)
    for (const id of pool.drain(deployment.id)) leave(id)
  }

  function provision(group: ProvisionedGroup, environments: number): void {
    const state = { requested: environments, ready: 0 }
    if (environments === 0) groups.delete(keyOf(group))
    else groups.set(keyOf(group), state)
    for (let i = 0; i < environments; i += 1) void initialiseOne(group.deployment, state)
  }

  async function initialiseOne(deployment: Deployment, state: { ready: number }): Promise<void> {
    const { decision } = pool.acquire(deployment.id, performance.now())
    if (decision.kind === 'throttled' || decision.kind === 'local-cap') return
    const { kind, environment } = decision
    const member = kind === 'start' ? enter(environment, deployment) : members.get(environment)
    if (member === undefined) return
    try {
      member.opened = await member.opening
      await member.opened.initialise()
      state.ready += 1
      release(member)
    } catch {
      // This machine refuses: it stays in progress.
      lose(member.id)
    }
  }

  function provisioned(group: Pick<ProvisionedGroup, 'functionName' | 'qualifier'>): Provisioned {
    const { requested, ready } = groups.get(keyOf(group)) ?? { requested: 0, ready: 0 }
    return {
      requested,
      allocated: ready,
      available: ready,
      kind: ready < requested ? 'in-progress' : 'ready',
    }
  }

  function stats(): EmulatorStats {
    let cpuSeconds = count.pastCpuSeconds
    for (const { opened } of members.values()) cpuSeconds += opened?.cpuSeconds() ?? 0
    const { started, peak, localCapHits } = count
    return { environmentsStarted: started, peakEnvironments: peak, localCapHits, cpuSeconds }
  }

  async function close(): Promise<void> {
    closing = true
    clearTimeout(idleTimer)
    for (const id of members.keys()) leave(id)
    await Promise.all(leaving)
  }

  return { invoke, reserve: () => undefined, provision, provisioned, drain, stats, close }
}

function keyOf({ functionName, qualifier }: Pick<ProvisionedGroup, 'functionName' | 'qualifier'>): string {
  return `${functionName}:${qualifier}`
}

function result(answer: Answer, placementUs: number | undefined, tail?: Buffer): ServedResult {
  return {
    kind: 'served',
    answer,
    ...(placementUs === undefined ? {} : { placementUs }),
    ...(tail === undefined ? {} : { tail }),
  }
}

const SHUT_DOWN = 'it is shutting down'
