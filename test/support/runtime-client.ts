import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

import { openRuntimeApi, type RuntimeApi } from '../../lib/emulator/environment/runtime-api.ts'
import type { HandedInvocation } from '../../lib/emulator/environment/runtime-call.ts'
import type { RuntimeEvent } from '../../lib/emulator/environment/runtime-event.ts'
import type { StreamLimits } from '../../lib/emulator/environment/stream-pace.ts'

/** A Runtime API of which the test is both sides: the environment, and a runtime with node:http. */
export interface BothSides {
  readonly api: RuntimeApi
  /** All that the environment was told, in order. */
  readonly events: readonly RuntimeEvent[]
  call(method: string, path: string, options?: CallOptions): Promise<Told>
  next(): Promise<Told>
  /** Up to a request for work that has been answered with this invocation. */
  handed(invocation?: Partial<HandedInvocation>): Promise<Told>
  /** Resolves when so many events have come. */
  eventsAre(count: number): Promise<readonly RuntimeEvent[]>
}

export interface CallOptions {
  readonly body?: string | Buffer | AsyncIterable<Buffer | string>
  readonly headers?: OutgoingHttpHeaders
  readonly trailers?: Readonly<Record<string, string>>
}

export interface Told {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export async function bothSides(limits?: StreamLimits): Promise<BothSides> {
  const api = limits === undefined ? await openRuntimeApi() : await openRuntimeApi(limits)
  const events: RuntimeEvent[] = []
  let wake: () => void = () => undefined
  api.attach((event) => {
    events.push(event)
    wake()
  })
  const sides: BothSides = {
    api,
    events,
    call: (method, path, options = {}) => send(api.address, method, `/2018-06-01/runtime/${path}`, options),
    next: () => sides.call('GET', 'invocation/next'),
    async handed(invocation = {}) {
      const polled = sides.next()
      await sides.eventsAre(events.length + 1)
      api.hand({ ...INVOCATION, ...invocation })
      return polled
    },
    async eventsAre(count) {
      while (events.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return events
    },
  }
  return sides
}

const INVOCATION: HandedInvocation = {
  requestId: 'r-1',
  payload: Buffer.from('{"a":1}'),
  invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  deadlineMs: 1_790_000_000_000,
}

async function send(address: string, method: string, path: string, options: CallOptions): Promise<Told> {
  const { body, headers = {}, trailers } = options
  const [host, port] = address.split(':')
  const told = new Promise<Told>((resolve, reject) => {
    const sent = request({ host, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { statusCode = 0 } = response
        resolve({ status: statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() })
      })
    })
    sent.on('error', reject)
    write().catch((error: unknown) => sent.destroy(error instanceof Error ? error : new Error(String(error))))
    async function write(): Promise<void> {
      if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) return void sent.end(body)
      for await (const piece of body) await new Promise((resolve) => sent.write(piece, resolve))
      if (trailers !== undefined) sent.addTrailers(trailers)
      sent.end()
    }
  })
  return told
}
