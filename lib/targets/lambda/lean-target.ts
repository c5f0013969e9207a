import type { Clock } from '../../model/clock.ts'
import { createHttp1Client } from '../http1/client.ts'
import type { Prepared, Target } from '../target.ts'
import type { Connection, Credentials } from './connection.ts'
import { createRequestMaker } from './invoke-request.ts'
import { LeanShot, failedShot } from './lean-shot.ts'
import { createServiceTime } from './service-time.ts'

// A firing thread loads this without the AWS SDK: nothing that is imported here may import that.

export interface LeanTargetOptions {
  /** Name, partial ARN or ARN. */
  readonly function: string
  readonly qualifier?: string | undefined
  readonly logTail: boolean
  readonly connection: Connection
  readonly clock: Clock
  /** Shows in the logs of AWS, for example `coldburst/1.0.0`. */
  readonly userAgent?: string | undefined
}

/**
 * The Invoke API through our own HTTP/1.1 client: a request is signed here, and sending it is one write. Where
 * the credentials are at hand, `prepare` is synchronous. Throws TypeError when the endpoint is no URL.
 */
export function createLeanTarget(options: LeanTargetOptions): Target {
  const { connection, clock } = options
  const { region, endpoint, proxy, credentials } = connection
  const client = createHttp1Client({ origin: endpoint, proxy, clock })
  const make = createRequestMaker({ ...options, region, endpoint, proxy })
  const time = createServiceTime(() => Date.now())
  const shot = (body: Uint8Array, owner: Credentials): Prepared =>
    new LeanShot(client, make(body, owner, time.now()), time)
  return {
    prepare(body) {
      try {
        const owner = typeof credentials === 'function' ? credentials() : credentials
        if (!(owner instanceof Promise)) return shot(body, owner)
        return owner.then((owner) => shot(body, owner)).catch((error: unknown) => failedShot(error, clock))
      } catch (error) {
        return failedShot(error, clock)
      }
    },
    prewarm: (count, signal, lead) => client.prewarm(count, signal, lead),
    connections: () => client.connections(),
    close: () => client.close(),
  }
}
