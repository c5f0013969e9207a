import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { httpOrigin, listen } from '../listen.ts'
import { readBody } from '../read-body.ts'
import { connectionOptions, inTime, watchConnections } from './connections.ts'
import type { Services } from './operation.ts'
import { operations } from './operations/index.ts'
import { unknownTarget } from './target-reply.ts'
import { errorReply, type Reply, send } from './reply.ts'
import { createRouter } from './router.ts'
import { internalFailure, notImplemented, Refusal, webPagesRefused } from './service-error.ts'
import { maybeFromWebPage } from './web-page.ts'

/** Lambda's API on a port of this machine. */
export interface ApiServer {
  /** http://127.0.0.1:PORT */
  readonly endpoint: string
  close(): Promise<void>
}

/** Rejects with the system's error when the port can't be had. */
export async function openApi(services: Services): Promise<ApiServer> {
  const { host, port: wantedPort } = services.config
  const route = createRouter(operations)
  const server = createServer(connectionOptions(), (request, response) => {
    void respond(request, response)
  })
  watchConnections(server)

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const identity = { requestId: randomUUID() as string }
    try {
      const reply = await answer(request, response, identity)
      if (reply !== undefined) await send(request, response, identity.requestId, reply)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else await send(request, response, identity.requestId, refusalReply(request, error))
    }
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    identity: { requestId: string },
  ): Promise<Reply | undefined> {
    if (maybeFromWebPage(request.headers, host)) throw new Refusal(webPagesRefused())
    const target = request.headers['x-amz-target']
    const wanted = oneOf(target)
    const routed = route(request.method ?? '', request.url ?? '', wanted)
    if (routed.kind === 'unknown') {
      return wanted === undefined ? errorReply(notImplemented(routed.name)) : unknownTarget(wanted)
    }
    const { operation, parameters, query } = routed
    // A signal costs as much as all else here, and few operations look at it.
    let gone: AbortSignal | undefined
    return operation.handle(
      {
        requestId: identity.requestId,
        invocationId: ({ deployment }) => (identity.requestId = services.requestIds(deployment)),
        parameters,
        query,
        endpoint: httpOrigin({
          host: request.socket.localAddress ?? host,
          port: request.socket.localPort ?? wantedPort,
        }),
        headers: request.headers,
        body: (limit) => inTime(request, readBody(request, limit)),
        get gone() {
          return (gone ??= untilGone(response))
        },
      },
      services,
    )
  }

  const port = await listen(server, { host, port: wantedPort })
  return {
    endpoint: httpOrigin({ host, port }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function oneOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}

function refusalReply(request: IncomingMessage, error: unknown): Reply {
  const reply = errorReply(error instanceof Refusal ? error.error : internalFailure(error))
  // What is left of the body would be read for as long as it takes to come.
  const { headers, complete } = request
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return hasBody && !complete ? { ...reply, last: true } : reply
}

function untilGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => {
    if (!response.writableFinished) controller.abort()
  }
  if (response.closed) abort()
  else response.once('close', abort)
  return controller.signal
}
