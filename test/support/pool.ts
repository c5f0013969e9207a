import type { Draw } from '../../lib/emulator/pool/draw.ts'
import type { PoolLimits } from '../../lib/emulator/pool/limits.ts'
import { createPool, type Decision, type Pool } from '../../lib/emulator/pool/pool.ts'
import type { EnvironmentId, PoolDeployment } from '../../lib/emulator/pool/resident.ts'

/** Limits that nothing in a test reaches, unless it says so. */
export const roomy: PoolLimits = {
  accountConcurrency: 100,
  scalingPer10s: 1_000,
  requestRateFactor: 1_000,
  maxEnvironments: 100,
  idleMs: 60_000,
  idleJitter: 0,
  lifetimeJitter: 0,
  proactiveInit: 0,
  drainMs: 0,
}

/** Chance that always falls in the middle. */
export const middle: Draw = () => 0.5

/** Functions of 128 MB with a process: but `big` has 512 MB, and `model` is none. */
export function deployment(name: string, version = '$LATEST', revision = 1): PoolDeployment {
  const runtime = name === 'model' ? 'simulated' : 'node'
  const fn = { name, runtime, memoryMb: name === 'big' ? 512 : 128 }
  return { id: `${name}:${version}:${revision}`, version, fn }
}

export function newPool(limits: Partial<PoolLimits> = {}, draw: Draw = middle): Pool<PoolDeployment> {
  return createPool({ ...roomy, ...limits }, draw)
}

/** What becomes of a request: `start 1`, `reuse 1`, a throttle's reason and seconds, or `local-cap`. */
export function ask(
  pool: Pool<PoolDeployment>,
  target: string | PoolDeployment,
  now: number,
  qualifier?: string,
): string {
  const asked = typeof target === 'string' ? deployment(target) : target
  return told(pool.acquire({ deployment: asked, qualifier: qualifier ?? asked.version }, now).decision)
}

export function told(decision: Decision): string {
  switch (decision.kind) {
    case 'throttled':
      return [decision.reason, ...(decision.retryAfterS === undefined ? [] : [decision.retryAfterS])].join(
        ' ',
      )
    case 'local-cap':
      return 'local-cap'
    case 'reuse':
    case 'start':
      return `${decision.kind} ${decision.environment}`
    default:
      return decision satisfies never
  }
}

/** Provisions, and ends the INIT of what is started for it at the same instant; returns whom. */
export function provisionAtOnce(
  pool: Pool<PoolDeployment>,
  target: PoolDeployment,
  environments: number,
  now: number,
  qualifier = target.version,
): readonly EnvironmentId[] {
  const group = { functionName: target.fn.name, qualifier, deployment: target }
  const { start } = pool.provision(group, environments, now)
  for (const { environment } of start) pool.initialised(environment, now)
  return start.map(({ environment }) => environment)
}
