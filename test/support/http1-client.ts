import { onTestFinished } from 'vitest'
import { createSystemClock } from '../../lib/engine/system-clock.ts'
import { fromSeconds, type Micros, micros } from '../../lib/model/time.ts'
import type { Clock } from '../../lib/model/clock.ts'
import {
  createHttp1Client,
  type Exchange,
  type Http1Client,
  type Http1Options,
} from '../../lib/targets/http1/client.ts'

export const patience = fromSeconds(20)
export const request = Buffer.from('POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi')

/** A signal of its own for every call: it never aborts. */
export const never = (): AbortSignal => new AbortController().signal

/** A client that is closed after the test. */
export function openClient(origin: string, options: Partial<Http1Options> = {}): Http1Client {
  const client = createHttp1Client({
    origin,
    clock: createSystemClock(process.hrtime.bigint(), false),
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

export const ask = async (client: Http1Client, bytes: Uint8Array = request): Promise<Exchange> =>
  client.exchange(bytes, patience, never())

/** The body of an answer as text; the whole result where it is none. */
export function said({ result }: Exchange): unknown {
  return result.kind === 'answer' ? Buffer.from(result.answer.body).toString('latin1') : result
}

/** The machine's clock, that can be put forward. */
export function movableClock(): Clock & { forward(time: Micros): void } {
  const clock = createSystemClock(process.hrtime.bigint(), false)
  let ahead = 0
  return {
    ...clock,
    now: () => micros(clock.now() + ahead),
    forward: (time) => void (ahead += time),
  }
}
