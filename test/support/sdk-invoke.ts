import { InvokeCommand } from '@aws-sdk/client-lambda'
import { createLambdaClient } from '../../lib/targets/lambda/client.ts'
import type { Proxy } from '../../lib/targets/http1/proxy.ts'
import type { Credentials } from '../../lib/targets/lambda/connection.ts'
import type { SdkRequest } from '../../lib/targets/lambda/sdk-proxy.ts'

export interface SdkInvocation {
  readonly function: string
  readonly qualifier?: string | undefined
  readonly logTail: boolean
  readonly region: string
  readonly endpoint: string
  readonly proxy?: Proxy | undefined
  readonly credentials: Credentials
  readonly userAgent: string | undefined
  readonly body: Uint8Array
}

/** Sends one request by the plain AWS SDK, its telemetry headers taken away before it is signed. */
export async function invokeBySdk(invocation: SdkInvocation): Promise<void> {
  const { region, endpoint, credentials, proxy, userAgent } = invocation
  const config = { region, endpoint, credentials, maxAttempts: 1 }
  const client = createLambdaClient(config, { proxyOf: () => proxy })
  const strip =
    <I extends { request: unknown }, O>(next: (args: I) => Promise<O>) =>
    async (args: I): Promise<O> => {
      withoutTelemetry(args.request as SdkRequest, userAgent)
      return next(args)
    }
  const place = { relation: 'before', toMiddleware: 'httpSigningMiddleware' } as const
  client.middlewareStack.addRelativeTo(strip, { ...place, name: 'withoutTelemetry' })
  try {
    await client.send(
      new InvokeCommand({
        FunctionName: invocation.function,
        InvocationType: 'RequestResponse',
        Payload: invocation.body,
        ...(invocation.qualifier === undefined ? {} : { Qualifier: invocation.qualifier }),
        ...(invocation.logTail ? { LogType: 'Tail' as const } : {}),
      }),
    )
  } finally {
    client.destroy()
  }
}

function withoutTelemetry(request: SdkRequest, userAgent: string | undefined): void {
  const headers: Record<string, string | undefined> = request.headers
  for (const name of ['amz-sdk-invocation-id', 'amz-sdk-request', 'x-amz-user-agent']) delete headers[name]
  if (userAgent === undefined) delete headers['user-agent']
  else headers['user-agent'] = userAgent
}
