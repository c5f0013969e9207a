import { setMaxListeners } from 'node:events'
import type { Clock } from '../../model/clock.ts'
import type { ConnectionCounts } from '../../model/health.ts'
import type { Micros } from '../../model/time.ts'
import { Deadlines } from './deadlines.ts'
import type { Exchange, ExchangeResult } from './exchange.ts'
import { Ongoing } from './ongoing.ts'
import { Pool } from './pool.ts'
import type { Proxy } from './proxy.ts'
import { createRoute } from './route.ts'
import { SignalWatch } from './signal-watch.ts'

export type { Exchange, ExchangeResult } from './exchange.ts'

export interface Http1Options {
  /** Absolute http: or https: URL; only protocol, hostname and port are used. */
  readonly origin: string
  readonly proxy?: Proxy | undefined
  readonly clock: Clock
  /** Authorities to trust in the place of Node's and NODE_EXTRA_CA_CERTS, as PEM. */
  readonly ca?: string | undefined
}

/** Exchanges requests and answers with one origin, each on a connection of its own while it lasts. */
export interface Http1Client {
  /**
   * Writes a whole request (head and body as one buffer; neither HEAD nor CONNECT), before it returns where a
   * connection is idle; opens a connection otherwise. Gives up after `timeout` or when `signal` aborts. Never
   * rejects, and never sends a request twice.
   */
  exchange(request: Uint8Array, timeout: Micros, signal: AbortSignal): Promise<Exchange>
  /** As `Target.prewarm`. From then on a few spare connections are kept whenever one was missing. */
  prewarm(count: number, signal: AbortSignal, lead?: Micros): Promise<void>
  connections(): ConnectionCounts
  /** Interrupts what is under way. */
  close(): void
}

/** A strict HTTP/1.1 client (RFC 9112) on the sockets of node:net and node:tls. Throws TypeError for an origin that is no URL. */
export function createHttp1Client({ origin, proxy, clock, ca }: Http1Options): Http1Client {
  const closing = new AbortController()
  // Every connection that is being opened listens to it, and that may be many.
  setMaxListeners(0, closing.signal)
  const end = (ongoing: Ongoing, result: ExchangeResult, at: Micros): void => {
    deadlines.remove(ongoing)
    watch.remove(ongoing.signal)
    ongoing.end(result, at)
  }
  const giveUp = (ongoing: Ongoing, kind: 'timed-out' | 'interrupted'): void => {
    pool.forget(ongoing)
    end(ongoing, { kind }, clock.now())
  }
  const deadlines = new Deadlines<Ongoing>(
    () => clock.now(),
    (ongoing) => giveUp(ongoing, 'timed-out'),
  )
  const pool = new Pool(createRoute(origin, proxy, ca), { clock, ended: end }, closing.signal)
  const interrupt = (signal?: AbortSignal): void => {
    for (const ongoing of deadlines) {
      if (!signal || ongoing.signal === signal) giveUp(ongoing, 'interrupted')
    }
  }
  const watch = new SignalWatch(interrupt)
  return {
    // Not async: that would be three more turns of the microtask queue for each.
    exchange: (request, timeout, signal) =>
      new Promise((resolve) => {
        const ongoing = new Ongoing(request, signal, clock.now(), resolve)
        if (signal.aborted || closing.signal.aborted) return ongoing.end({ kind: 'interrupted' }, clock.now())
        watch.add(signal)
        deadlines.add(ongoing, ongoing.sentAt, timeout)
        pool.send(ongoing)
      }),
    prewarm: async (count, signal, lead) => untilAborted(pool.prewarm(count, signal, lead), signal),
    connections: () => ({ ...pool.counts }),
    close() {
      interrupt()
      closing.abort()
      pool.close()
      deadlines.close()
      watch.close()
    },
  }
}

async function untilAborted(done: Promise<void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => resolve()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
