import type { IncomingHttpHeaders } from 'node:http'

import type { EventDelivery } from '../events/event-delivery.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { CodeStore } from '../functions/code-store.ts'
import type { InvokeTarget } from '../functions/deployment.ts'
import type { Registry } from '../functions/registry.ts'
import type { EmulatorConfig } from '../protocol.ts'
import type { Body } from '../read-body.ts'
import type { FunctionUrls } from '../urls/function-urls.ts'
import type { LogStore } from '../logs/log-store.ts'
import type { RequestIds } from '../simulated/request-ids.ts'
import type { Reply } from './reply.ts'

/** One operation of AWS's API: a method, a path, and what it does. */
export interface Operation {
  /** AWS's name for it, such as `GetFunctionConfiguration`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Parts in braces are parameters: `/2015-03-31/functions/{FunctionName}/configuration`. A query, such as
   * `?List=ALL`, must be in the request too.
   */
  readonly path: string
  /** For services that tell their operations by the header X-Amz-Target: `Logs_20140328.FilterLogEvents`. */
  readonly target?: string
  /** Undefined when the caller is gone. */
  handle(request: ApiRequest, services: Services): Promise<Reply | undefined>
}

export interface ApiRequest {
  readonly requestId: string
  /** Makes it an invocation and gives the id of that, the reply's `x-amzn-RequestId` from here on. */
  invocationId(this: void, target: InvokeTarget): string
  /** Decoded parts of the path, by their names in the braces. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The address that the caller has reached us by: http://127.0.0.1:PORT */
  readonly endpoint: string
  readonly headers: IncomingHttpHeaders
  /** Reads the body, once. */
  body(limitBytes: number): Promise<Body>
  /** Aborted when the caller has gone away before it had its answer. */
  readonly gone: AbortSignal
}

/** What operations work with. */
export interface Services {
  readonly config: EmulatorConfig
  readonly registry: Registry
  readonly fleet: Fleet
  readonly code: CodeStore
  readonly requestIds: RequestIds
  readonly logs: LogStore
  readonly events: EventDelivery
  readonly urls: FunctionUrls
}
