import { type Agent, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What one invocation of the chaos asks for, and which endings of it are right. */
export interface Act {
  readonly fn: 'chaos' | 'late' | 'unruly'
  readonly event: Readonly<Record<string, unknown>>
  /** The error types that may come back; `undefined` among them stands for a good answer. */
  readonly may: readonly (string | undefined)[]
  /** How often, compared with the others. */
  readonly weight: number
}

const OK = [undefined]
const GONE = ['Runtime.ExitError']

/** Mostly calm, as functions are; every kind of end is in it. */
export const ACTS: readonly Act[] = [
  { fn: 'chaos', event: { act: 'ok' }, may: OK, weight: 700 },
  { fn: 'chaos', event: { act: 'wait', ms: 15 }, may: OK, weight: 100 },
  { fn: 'chaos', event: { act: 'file' }, may: OK, weight: 40 },
  { fn: 'chaos', event: { act: 'throw' }, may: ['RangeError'], weight: 30 },
  { fn: 'chaos', event: { act: 'spam' }, may: OK, weight: 10 },
  { fn: 'chaos', event: { act: 'child' }, may: OK, weight: 5 },
  { fn: 'chaos', event: { act: 'daemon' }, may: OK, weight: 3 },
  { fn: 'chaos', event: { act: 'exit', status: 42 }, may: GONE, weight: 5 },
  { fn: 'chaos', event: { act: 'signal', signal: 'SIGKILL' }, may: GONE, weight: 2 },
  { fn: 'chaos', event: { act: 'reject' }, may: GONE, weight: 2 },
  { fn: 'chaos', event: { act: 'hang' }, may: ['Sandbox.Timedout'], weight: 2 },
  { fn: 'chaos', event: { act: 'spin' }, may: ['Sandbox.Timedout'], weight: 1 },
  // On a machine that is slow to fill memory the timeout comes first.
  { fn: 'chaos', event: { act: 'memory' }, may: ['Runtime.OutOfMemory', 'Sandbox.Timedout'], weight: 2 },
  { fn: 'chaos', event: { act: 'big' }, may: ['Function.ResponseSizeTooLarge'], weight: 1 },
  // A function of its own: what is next in the same environment may be what finds it dying.
  { fn: 'late', event: { act: 'late' }, may: [undefined, ...GONE], weight: 4 },
  { fn: 'late', event: { act: 'ok' }, may: [undefined, ...GONE], weight: 12 },
  { fn: 'unruly', event: { trick: 'plain' }, may: OK, weight: 60 },
  { fn: 'unruly', event: { trick: 'twice' }, may: OK, weight: 6 },
  { fn: 'unruly', event: { trick: 'strange' }, may: OK, weight: 6 },
  { fn: 'unruly', event: { trick: 'stale' }, may: OK, weight: 6 },
  { fn: 'unruly', event: { trick: 'garbage' }, may: OK, weight: 3 },
  { fn: 'unruly', event: { trick: 'crowd' }, may: OK, weight: 2 },
  { fn: 'unruly', event: { trick: 'huge' }, may: ['Function.ResponseSizeTooLarge'], weight: 1 },
  { fn: 'unruly', event: { trick: 'cause' }, may: ['Odd'], weight: 2 },
  { fn: 'unruly', event: { trick: 'silent' }, may: ['Runtime.InvalidStateTransition'], weight: 2 },
  { fn: 'unruly', event: { trick: 'quit' }, may: GONE, weight: 2 },
  { fn: 'unruly', event: { trick: 'halfway' }, may: GONE, weight: 1 },
]

/** The act that a number from 0 to 1 falls on. */
export function chooseAct(drawn: number): Act {
  let left = drawn * ACTS.reduce((sum, { weight }) => sum + weight, 0)
  return ACTS.find(({ weight }) => (left -= weight) < 0) ?? (ACTS[0] as Act)
}

export interface ChaosAnswer {
  readonly status: number
  readonly errorType: string | undefined
  readonly log: string
}

/** Invokes over HTTP; undefined when it hung up by itself after `leaveAfterMs`. */
export function invokeRaw(
  endpoint: string,
  agent: Agent,
  { fn, event }: Act,
  leaveAfterMs?: number,
): Promise<ChaosAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const url = `${endpoint}/2015-03-31/functions/${fn}/invocations`
    const headers = { 'x-amz-log-type': 'Tail' }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => resolve(undefined))
      response.on('end', () => {
        const failed = response.headers['x-amz-function-error'] !== undefined
        const log = String(response.headers['x-amz-log-result'] ?? '')
        const errorType = failed ? typeOf(Buffer.concat(chunks)) : undefined
        resolve({
          status: response.statusCode ?? 0,
          errorType,
          log: Buffer.from(log, 'base64').toString('latin1'),
        })
      })
    })
    sent.on('error', (error) => (leaveAfterMs === undefined ? reject(error) : resolve(undefined)))
    sent.end(JSON.stringify(event))
    if (leaveAfterMs !== undefined) void setTimeout(leaveAfterMs).then(() => sent.destroy())
  })
}

function typeOf(body: Buffer): string {
  return String((JSON.parse(body.toString('utf8')) as { errorType?: unknown }).errorType)
}

/** Sends bytes that are no good request, and gives what came back first, if anything did within the time. */
export async function sendGarbage(endpoint: string, bytes: string | Buffer, ms: number): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => (received += chunk.toString('latin1')))
  socket.write(bytes)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const answered = new Promise((resolve) => socket.once('data', resolve))
  await Promise.race([closed, answered, setTimeout(ms)])
  socket.destroy()
  return received
}
