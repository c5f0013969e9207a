import {
  GetAccountSettingsCommand,
  type GetFunctionConfigurationCommandOutput,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda'
import { defined } from '../../model/defined.ts'
import type { Architecture, LambdaTarget } from '../../model/plan.ts'
import type { ResolvedConnection } from './connection.ts'
import { createLambdaClient } from './client.ts'

/** What the function says of itself; nothing where it may not be asked, or the endpoint does not know the call. */
export interface FunctionFacts {
  readonly memoryMb?: number
  readonly timeoutSeconds?: number
  readonly architecture?: Architecture
  /** `nodejs22.x`, `provided.al2023`, …, or `image`. */
  readonly runtime?: string
}

/** Concurrency that the account has left in the region, reserved shares taken off. */
export interface AccountLimits {
  readonly unreservedConcurrency: number
}

/** These calls come before the first send; an endpoint that hangs must not hold it up. */
const patience = 5_000

/** GetFunctionConfiguration; an empty answer when it is refused or unknown there, or when `signal` aborts. */
export async function readFunctionFacts(
  target: LambdaTarget,
  connection: ResolvedConnection,
  signal: AbortSignal,
): Promise<FunctionFacts> {
  const input = defined({ FunctionName: target.function, Qualifier: target.qualifier })
  return ask(connection, signal, async (client, abortSignal) => {
    return factsOf(await client.send(new GetFunctionConfigurationCommand(input), { abortSignal }))
  }).then((facts) => facts ?? {})
}

/** GetAccountSettings; undefined when it is refused or unknown there, or when `signal` aborts. */
export async function readAccountLimits(
  connection: ResolvedConnection,
  signal: AbortSignal,
): Promise<AccountLimits | undefined> {
  return ask(connection, signal, async (client, abortSignal) => {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand(), { abortSignal })
    const unreservedConcurrency = AccountLimit?.UnreservedConcurrentExecutions
    return unreservedConcurrency === undefined ? undefined : { unreservedConcurrency }
  })
}

async function ask<T>(
  connection: ResolvedConnection,
  signal: AbortSignal,
  question: (client: LambdaClient, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { region, endpoint, credentials, proxy } = connection
  const config = { region, endpoint, credentials, maxAttempts: 2 }
  const client = createLambdaClient(config, { proxyOf: () => proxy })
  try {
    return await question(client, AbortSignal.any([signal, AbortSignal.timeout(patience)]))
  } catch {
    // Permission to invoke does not imply permission to read; emulators often know Invoke alone.
    return undefined
  } finally {
    client.destroy()
  }
}

function factsOf(answer: GetFunctionConfigurationCommandOutput): FunctionFacts {
  const architecture = answer.Architectures?.[0]
  return defined({
    memoryMb: answer.MemorySize,
    timeoutSeconds: answer.Timeout,
    architecture: architecture === 'arm64' || architecture === 'x86_64' ? architecture : undefined,
    runtime: answer.PackageType === 'Image' ? 'image' : answer.Runtime,
  })
}
