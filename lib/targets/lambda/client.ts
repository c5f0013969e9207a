import type { AgentOptions } from 'node:http'
import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'
import { type ProxyChoice, type SdkRequest, addressProxy, agentsThrough } from './sdk-proxy.ts'

/** How a client gets to its endpoint. */
export interface ClientMeans {
  readonly proxyOf: ProxyChoice
  readonly agent?: AgentOptions
  /** ms */
  readonly connectionTimeout?: number
}

/** A client of the Lambda API. The only place that makes one, because of what the SDK does when it is made. */
export function createLambdaClient(config: LambdaClientConfig, means: ClientMeans): LambdaClient {
  // It would print a warning about Node 20 once per thread, into every run: our own floor is said in `engines`.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const { proxyOf, agent = { keepAlive: true }, connectionTimeout } = means
  // The SDK hands it on to the clients that its credential providers make (STS, SSO).
  const requestHandler = {
    ...agentsThrough(proxyOf, agent),
    requestTimeout: 0,
    ...(connectionTimeout === undefined ? {} : { connectionTimeout }),
  }
  const client = new LambdaClient({ ...config, requestHandler })
  client.middlewareStack.add(
    (next) => async (args) => {
      addressProxy(args.request as SdkRequest, proxyOf)
      return next(args)
    },
    // After the request was signed as the endpoint will read it.
    { step: 'deserialize', priority: 'high', name: 'coldburstProxy' },
  )
  return client
}
