import { InvokeCommand, type InvokeCommandInput, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Clock } from '../../model/clock.ts'
import type { Target } from '../target.ts'
import type { Connection } from './connection.ts'
import { Shot } from './shot.ts'
import { createLambdaClient } from './client.ts'

export interface SdkTargetOptions {
  readonly function: string
  readonly qualifier?: string | undefined
  readonly logTail: boolean
  readonly connection: Connection
  readonly maxSockets: number
  readonly clock: Clock
}

/**
 * The Invoke API through the AWS SDK. A request runs through serialisation and signing up to a gate, waits
 * there, and is stamped where its bytes go out.
 */
export function createSdkTarget(options: SdkTargetOptions): Target {
  const client = createClient(options)
  const shots = new WeakMap<object, Shot>()
  client.middlewareStack.add(
    (next) => async (args) => {
      const shot = shots.get(args.input)
      return shot ? shot.pass(() => next(args)) : next(args)
    },
    // The innermost place: everything that the SDK does to a request has been done.
    { step: 'deserialize', priority: 'low', name: 'coldburstGate' },
  )
  return {
    async prepare(body) {
      const input = inputFor(options, body)
      const shot = new Shot(options.clock)
      shots.set(input, shot)
      shot.begin(client.send(new InvokeCommand(input), { abortSignal: shot.signal }))
      await shot.atGate
      return shot
    },
    // The SDK gives no way to open a connection without a request.
    prewarm: async () => undefined,
    connections: () => undefined,
    close: () => client.destroy(),
  }
}

/** Beyond this a host that does not answer at all is a transport error, not a long invocation. */
const connectionTimeout = 10_000

function createClient({ connection, maxSockets }: SdkTargetOptions): LambdaClient {
  const { region, endpoint, credentials, proxy } = connection
  const config = {
    region,
    endpoint,
    // The SDK wants a promise.
    credentials: typeof credentials === 'function' ? async () => credentials() : credentials,
    // A retry would hide a throttle, run the function twice, and look like one slow invocation.
    maxAttempts: 1,
    // The middleware of all requests is the same: ours is added before the first.
    cacheMiddleware: true,
  }
  const agent = { keepAlive: true, maxSockets }
  return createLambdaClient(config, { proxyOf: () => proxy, agent, connectionTimeout })
}

function inputFor(options: SdkTargetOptions, body: Uint8Array): InvokeCommandInput {
  return {
    FunctionName: options.function,
    InvocationType: 'RequestResponse',
    Payload: body,
    ...(options.qualifier === undefined ? {} : { Qualifier: options.qualifier }),
    ...(options.logTail ? { LogType: 'Tail' as const } : {}),
  }
}
