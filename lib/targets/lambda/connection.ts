import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { LambdaTarget } from '../../model/plan.ts'
import { UsageError } from '../../model/usage-error.ts'
import { type Proxy, proxyFor } from '../http1/proxy.ts'
import { createLambdaClient } from './client.ts'

/** Keys as the SDK gives them; they go to the firing threads by message and nowhere else. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Where and as whom invocations are sent. */
export interface Connection {
  readonly region: string
  /** Absolute URL, always known: the SDK's own choice where the user named none. */
  readonly endpoint: string
  /** Kept, or asked for with every request. */
  readonly credentials: Credentials | (() => Credentials | Promise<Credentials>)
  /** Where requests go through one. It may hold a password: it goes where the credentials go. */
  readonly proxy?: Proxy | undefined
}

export interface ResolvedConnection {
  readonly region: string
  readonly endpoint: string
  readonly proxy?: Proxy | undefined
  /** Resolves them again when they near their end. */
  readonly credentials: () => Promise<Credentials>
}

/** What a local endpoint is given when the user has no credentials: it checks none, but requests must be signed. */
const dummyCredentials: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/** For endpoints on this machine, where the region is a name and nothing more. */
const dummyRegion = 'us-east-1'

/**
 * Region, endpoint and credentials by the SDK's own providers (flags, environment, configuration files,
 * instance roles), and the proxy that `env` names for the endpoint. Throws UsageError naming what is missing or
 * wrong and how to give it.
 */
export async function resolveConnection(
  target: LambdaTarget,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ResolvedConnection> {
  const config = {
    ...(target.region === undefined ? {} : { region: target.region }),
    ...(target.awsProfile === undefined ? {} : { profile: target.awsProfile }),
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    maxAttempts: 1,
  }
  const client = createLambdaClient(config, { proxyOf: (origin) => proxyFor(origin, env) })
  try {
    const region = await regionOf(client, target)
    const endpoint = await endpointOf(region, target)
    const proxy = proxyFor(endpoint, env)
    const credentials = (): Promise<Credentials> => credentialsOf(client, endpoint, target)
    await credentials()
    return { region, endpoint, credentials, ...(proxy ? { proxy } : {}) }
  } finally {
    client.destroy()
  }
}

async function regionOf(client: LambdaClient, target: LambdaTarget): Promise<string> {
  try {
    return await client.config.region()
  } catch (error) {
    if (target.endpoint !== undefined && isLoopback(target.endpoint)) return dummyRegion
    throw usage('--region', 'no region is known; name one with --region, AWS_REGION or an AWS profile', error)
  }
}

/** Runs a request up to where it would be written, so that the endpoint is exactly the SDK's choice. */
async function endpointOf(region: string, target: LambdaTarget): Promise<string> {
  let url = ''
  const config = {
    region,
    ...(target.awsProfile === undefined ? {} : { profile: target.awsProfile }),
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    credentials: dummyCredentials,
    maxAttempts: 1,
  }
  const client = createLambdaClient(config, { proxyOf: () => undefined })
  client.middlewareStack.add(
    () => async (args) => {
      const { protocol, hostname, port, path } = args.request as {
        protocol: string
        hostname: string
        port?: number
        path: string
      }
      // A gateway in front may serve the API below a path of its own.
      const base = path.replace(/\/+\d{4}-\d\d-\d\d\/account-settings\/?$/, '')
      url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${base}`
      throw new Error('seen')
    },
    { step: 'finalizeRequest', priority: 'high' },
  )
  await client.send(new GetAccountSettingsCommand()).catch((error: unknown) => {
    if (url === '') throw usage('--endpoint', `no endpoint can be made of it (${String(error)})`, error)
  })
  client.destroy()
  return url
}

async function credentialsOf(
  client: LambdaClient,
  endpoint: string,
  target: LambdaTarget,
): Promise<Credentials> {
  // The SDK's chain would end by asking the network for an instance role, for an endpoint that checks nothing.
  if (isLoopback(endpoint) && target.awsProfile === undefined && !process.env['AWS_ACCESS_KEY_ID']) {
    return dummyCredentials
  }
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await client.config.credentials()
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      ...(expiration === undefined ? {} : { expiration }),
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const ways =
      'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --aws-profile or AWS_PROFILE'
    throw usage('credentials', `none can be used (${why}); ${ways}`, error)
  }
}

/** Whether a URL leads to this machine by a loopback name or address. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Whether a URL leads to AWS itself: its own hosts, in every partition. */
export const isAws = (endpoint: string): boolean =>
  /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|api\.aws|amazonaws\.eu)$/.test(new URL(endpoint).hostname)

function usage(where: string, message: string, cause: unknown): UsageError {
  return new UsageError([{ where, message }], { cause })
}
