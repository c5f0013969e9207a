import { setTimeout as sleep } from 'node:timers/promises'

import type { Environment, InitializationType } from '../environment/environment.ts'
import type { Answer, Call, Served } from '../environment/invocation.ts'
import type { Deployment, InvokeTarget } from '../functions/deployment.ts'
import { seededDraw } from '../pool/draw.ts'
import type { ProvisionedGroup as PoolGroup, ProvisionedStatus } from '../pool/group.ts'
import type { PoolLimits } from '../pool/limits.ts'
import type { Orders, StartAhead } from '../pool/orders.ts'
import { createPool, type Decision } from '../pool/pool.ts'
import type { EnvironmentId } from '../pool/resident.ts'
import type { EnvironmentStarts, FleetStats } from '../protocol.ts'
import { createAlarm } from './alarm.ts'
import { earlyAnswer } from './early-answer.ts'
import { createTally } from './tally.ts'
import { type TruthLog, truthLine } from './truth-log.ts'

/** All environments of an emulator, under the pool's rules. */
export interface Fleet {
  /** Rejects only when this machine refuses what an environment needs. */
  invoke(target: InvokeTarget, request: InvokeRequest): Promise<InvokeResult>
  /** Sets concurrency apart for a function; undefined takes it back. */
  reserve(functionName: string, concurrency: number | undefined): void
  /** How many environments are kept initialised for invocations by this qualifier; 0 takes them away. */
  provision(group: ProvisionedGroup, environments: number): void
  provisioned(group: Pick<ProvisionedGroup, 'functionName' | 'qualifier'>): ProvisionedStatus
  /** Resolves when no environments are on their way to provisioned concurrency: all are there, or can't be. */
  untilProvisioned(): Promise<void>
  /** The deployment was replaced: its environments end, those on demand after they may have served for a while. */
  drain(deployment: Deployment): void
  /** Processor time is that of the environments. */
  stats(): FleetStats
  /** Ends every environment; what is still being served gets no answer. */
  close(): Promise<void>
}

export type ProvisionedGroup = PoolGroup<Deployment>
export type { ProvisionedStatus }

export type InvokeRequest = Omit<Call, 'onAnswer'>

export type InvokeResult = Extract<Decision, { kind: 'throttled' | 'local-cap' }> | ServedResult

export interface ServedResult {
  readonly kind: 'served'
  readonly answer: Answer
  readonly tail?: Buffer
  /** Of an invocation for which an environment was started, or its process again. */
  readonly placementUs?: number
}

export interface FleetSettings extends PoolLimits {
  readonly seed: number
  /** Waited before INIT begins: stands for download and placement, and is never part of Init Duration. */
  readonly placementDelayMs: number
}

/** Makes an environment for a deployment; rejects when this machine refuses what one needs. */
export type OpenEnvironment = (deployment: Deployment, type: InitializationType) => Promise<Environment>

/** One environment in the pool, from its start on. */
interface Member {
  readonly id: EnvironmentId
  readonly deployment: Deployment
  readonly opening: Promise<Environment>
  /** Initialised with no request waiting. */
  readonly ahead: boolean
  opened?: Environment
  /** How long it was kept back. */
  readonly delay: { us: number }
  calls: number
}

export function createFleet(settings: FleetSettings, open: OpenEnvironment, truth: TruthLog): Fleet {
  const pool = createPool<Deployment>(settings, seededDraw(settings.seed))
  const members = new Map<EnvironmentId, Member>()
  const leaving = new Set<Promise<void>>()
  const tally = createTally()
  const alarm = createAlarm(() => follow(pool.advance(performance.now())))
  const closed = new AbortController()

  async function invoke(
    { deployment, qualifier }: InvokeTarget,
    request: InvokeRequest,
  ): Promise<InvokeResult> {
    if (closed.signal.aborted) throw new Error(SHUT_DOWN)
    const { decision, ...orders } = pool.acquire({ deployment, qualifier }, performance.now())
    // Before the orders: one that has just been started for this request is no less there than the others.
    if (decision.kind === 'start') enter(decision.environment, deployment, 'onDemand')
    follow(orders)
    if (decision.kind === 'throttled' || decision.kind === 'local-cap') {
      tally.refused(decision)
      return decision
    }
    const member = members.get(decision.environment)
    if (member === undefined) throw new Error(`environment ${decision.environment} is in the pool only`)
    return answer(member, request)
  }

  /** Does what the pool has found to do. */
  function follow({ retire, start }: Orders<Deployment>): void {
    for (const id of retire) leave(id)
    if (closed.signal.aborted) return
    for (const each of start) void initialiseAhead(each)
    alarm.set(pool.nextDue())
  }

  function enter(id: EnvironmentId, deployment: Deployment, why: keyof EnvironmentStarts): Member {
    const type = why === 'provisioned' ? 'provisioned-concurrency' : 'on-demand'
    const opening = open(deployment, type)
    const delay = { us: 0 }
    const member: Member = {
      id,
      deployment,
      opening: settings.placementDelayMs === 0 ? opening : delayed(opening, delay),
      ahead: why !== 'onDemand',
      delay,
      calls: 0,
    }
    members.set(id, member)
    tally.started(why, pool.size)
    return member
  }

  /** Keeps back an environment, which has not begun to start: only its first invocation, or INIT ahead, does that. */
  async function delayed(opening: Promise<Environment>, delay: { us: number }): Promise<Environment> {
    const askedAt = performance.now()
    // Nobody waits on when all is shut down.
    const waiting = sleep(settings.placementDelayMs, undefined, { signal: closed.signal }).catch(
      () => undefined,
    )
    const [environment] = await Promise.all([opening, waiting])
    delay.us = Math.round((performance.now() - askedAt) * 1_000)
    return environment
  }

  async function initialiseAhead({ environment: id, deployment, why }: StartAhead<Deployment>) {
    const member = enter(id, deployment, why)
    try {
      member.opened = await member.opening
      await member.opened.initialise()
      follow(pool.initialised(id, performance.now()))
    } catch (error) {
      // One that was taken away meanwhile ends like this too, and that is no news.
      if (members.has(id)) warnOf(deployment, error)
      follow(pool.failed(id, performance.now()))
    }
  }

  async function answer(member: Member, request: InvokeRequest): Promise<ServedResult> {
    const early = earlyAnswer()
    const whole = serve(member, { ...request, onAnswer: request.tail ? () => undefined : early.offer })
    const served = await Promise.race([whole.finally(early.withdraw), early.given])
    if (!('ordinal' in served)) return result(served, placementUs(member, member.opened?.placementUs))
    const waitedUs = served.start === 'warm' ? undefined : served.placementUs
    return result(served.answer, placementUs(member, waitedUs), served.tail)
  }

  async function serve(member: Member, call: Call): Promise<Served> {
    const order = tally.nextOrder()
    member.calls += 1
    try {
      const environment = (member.opened ??= await member.opening)
      const served = await environment.serve(call)
      // It was killed for the shutdown: that is nothing the function did.
      if (closed.signal.aborted) throw new Error(SHUT_DOWN)
      const facts = {
        requestId: call.requestId,
        function: member.deployment.fn.name,
        environment: environment.logStream,
        ...(member.ahead && member.calls === 1 ? { initializedAhead: true as const } : {}),
      }
      const waitedUs = placementUs(member, served.placementUs) ?? 0
      truth.append(truthLine(facts, order, { ...served, placementUs: waitedUs }))
      if (served.lost === true) lose(member.id)
      else follow(pool.release(member.id, performance.now()))
      return served
    } catch (error) {
      lose(member.id)
      throw error
    }
  }

  function lose(id: EnvironmentId): void {
    follow(pool.discard(id, performance.now()))
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
    tally.ended(environment?.cpuSeconds() ?? 0)
  }

  async function close(): Promise<void> {
    closed.abort()
    alarm.close()
    for (const id of members.keys()) leave(id)
    await Promise.all(leaving)
  }

  return {
    invoke,
    reserve: (functionName, concurrency) =>
      follow(pool.reserve(functionName, concurrency, performance.now())),
    provision: (group, environments) => follow(pool.provision(group, environments, performance.now())),
    provisioned: ({ functionName, qualifier }) => pool.provisioned(functionName, qualifier),
    async untilProvisioned() {
      while (pool.isProvisioning()) await sleep(10)
    },
    drain: (deployment) => follow(pool.drain(deployment, performance.now())),
    stats() {
      let cpuSeconds = 0
      for (const { opened } of members.values()) cpuSeconds += opened?.cpuSeconds() ?? 0
      return tally.stats(cpuSeconds)
    },
    close,
  }
}

/** This machine refuses what INIT needs: no caller waits for it who would be told. */
function warnOf({ fn }: Deployment, error: unknown): void {
  process.emitWarning(`an environment of ${fn.name} could not be initialised ahead: ${String(error)}`)
}

/** What the member's current invocation has waited for: nothing, where it was made ahead. */
function placementUs(member: Member, ofEnvironment: number | undefined): number | undefined {
  if (member.calls > 1) return ofEnvironment
  return member.ahead ? undefined : (ofEnvironment ?? 0) + member.delay.us
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
