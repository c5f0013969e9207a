import { join } from 'node:path'
import { arch, versions } from 'node:process'
import { defined } from '../model/defined.ts'
import {
  firedFunction,
  type Architecture,
  type LambdaTarget,
  type LocalTarget,
  type Plan,
  type Secrets,
} from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import type { Credentials } from '../targets/lambda/connection.ts'
import type { Proxy } from '../targets/http1/proxy.ts'
import type { AccountLimits } from '../targets/lambda/function-facts.ts'
import { localRegion, type LocalFunction } from '../model/local-function.ts'
import { resourceLogName } from '../store/resource-log.ts'
import { startLocalLambda } from './local-lambda.ts'

/** A target that can be fired at. */
export interface OpenTarget {
  readonly facts: TargetFacts
  readonly region: string
  readonly endpoint: string
  readonly proxy?: Proxy
  readonly credentials: () => Promise<Credentials>
  /** The function's own time limit, where it is known. */
  readonly functionTimeoutSeconds?: number
  /** Whether it is AWS, where firing costs money and uses up the account's concurrency. */
  readonly real: boolean
  readonly limits?: AccountLimits
  /** Rejects when the target is ours and its process ends. */
  readonly died?: Promise<never>
  close(): Promise<void>
}

/**
 * Opens the target of a plan: starts the local Lambda, or finds out where and what the function is. Asks no more
 * questions when `drain` aborts.
 */
export async function openTarget(
  plan: Plan,
  secrets: Secrets,
  folder: string,
  drain: AbortSignal,
): Promise<OpenTarget> {
  const { target, pricing } = plan
  return target.kind === 'local'
    ? openLocal(target, plan, secrets, folder)
    : openLambda(target, pricing.architecture, drain)
}

const machine: Architecture = arch === 'arm64' ? 'arm64' : 'x86_64'

async function openLocal(
  target: LocalTarget,
  plan: Plan,
  secrets: Secrets,
  folder: string,
): Promise<OpenTarget> {
  const flag = plan.pricing.architecture
  const lambda = await startLocalLambda({
    ...target,
    port: 0,
    seed: plan.seed,
    environment: secrets.environment,
    truthLog: join(folder, 'truth.ndjson'),
    resourceLog: join(folder, resourceLogName),
  })
  const fired = firedFunction(plan)
  const facts: TargetFacts = defined({
    kind: 'local' as const,
    function: target.qualifier === undefined ? target.function : `${target.function}:${target.qualifier}`,
    versions: [],
    memoryMb: fired?.memoryMb,
    architecture: flag ?? machine,
    architectureFrom: flag ? ('flag' as const) : ('machine' as const),
    runtime: fired === undefined ? undefined : runtimeName(fired),
    region: localRegion,
    endpoint: lambda.endpoint,
    emulated: true,
  })
  const credentials = async (): Promise<Credentials> => ({ accessKeyId: 'local', secretAccessKey: 'local' })
  const close = async (): Promise<void> => void (await lambda.close())
  const { endpoint, died } = lambda
  return { facts, region: localRegion, endpoint, credentials, real: false, died, close }
}

/** AWS's name of a runtime, as far as it is known here: of a binary that was named, no version is. */
function runtimeName({ runtime, ...fn }: LocalFunction): string {
  const own = !('runtimeBinary' in fn) || fn.runtimeBinary === undefined
  switch (runtime) {
    case 'node':
      return own ? `nodejs${versions.node.split('.')[0]}.x` : 'nodejs'
    case 'python':
      return 'python3'
    case 'bootstrap':
      return 'provided.al2023'
    case 'simulated':
      return 'simulated'
    default:
      return runtime satisfies never
  }
}

async function openLambda(
  target: LambdaTarget,
  flag: Architecture | undefined,
  drain: AbortSignal,
): Promise<OpenTarget> {
  // Only here: the local Lambda needs no SDK, and loading it takes a fifth of a second.
  const { isAws, isLoopback, resolveConnection } = await import('../targets/lambda/connection.ts')
  const { readAccountLimits, readFunctionFacts } = await import('../targets/lambda/function-facts.ts')
  const connection = await resolveConnection(target)
  const { region, endpoint, proxy, credentials } = connection
  const own = await readFunctionFacts(target, connection, drain)
  const real = !isLoopback(endpoint)
  const facts: TargetFacts = defined({
    kind: 'lambda' as const,
    function: target.qualifier === undefined ? target.function : `${target.function}:${target.qualifier}`,
    versions: [],
    memoryMb: own.memoryMb,
    architecture: flag ?? own.architecture ?? 'x86_64',
    architectureFrom: flag
      ? ('flag' as const)
      : own.architecture
        ? ('function' as const)
        : ('assumed' as const),
    runtime: own.runtime,
    region,
    endpoint,
    emulated: !isAws(endpoint),
  })
  const limits = real ? await readAccountLimits(connection, drain) : undefined
  const functionTimeoutSeconds = own.timeoutSeconds
  const close = async (): Promise<void> => undefined
  return defined({ facts, region, endpoint, proxy, credentials, real, limits, functionTimeoutSeconds, close })
}
