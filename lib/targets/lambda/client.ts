import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda'

/** A client of the Lambda API. The only place that makes one, because of what the SDK does when it is made. */
export function createLambdaClient(config: LambdaClientConfig): LambdaClient {
  // It would print a warning about Node 20 once per thread, into every run: our own floor is said in `engines`.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return new LambdaClient(config)
}
