import { setMaxListeners } from 'node:events'
import { type Micros, micros } from '../model/time.ts'
import type { Credentials } from '../targets/lambda/connection.ts'
import type { FromThread, ToThread } from './thread-messages.ts'

/** The firing thread's side of its channel to the main thread. */
export interface Port {
  postMessage(message: FromThread): void
  on(event: 'message', listener: (message: ToThread) => void): void
  off(event: 'message', listener: (message: ToThread) => void): void
}

/** What the main thread says, in the forms that firing takes it. */
export interface Inbox {
  readonly drain: AbortSignal
  readonly abort: AbortSignal
  /** The newest that were posted. */
  readonly credentials: () => Credentials
  /** Says that this share is ready for a phase; resolves to the instant at which all begin it. */
  readonly startPhase: (phase: number) => Promise<Micros>
  /** Listens no longer: what comes now is not for what was fired. */
  readonly close: () => void
}

export function openInbox(port: Port, first: Credentials): Inbox {
  const drain = new AbortController()
  const abort = new AbortController()
  // Every invocation in flight listens on these.
  setMaxListeners(0, drain.signal, abort.signal)
  let credentials = first
  const starts = new Map<number, (at: Micros) => void>()
  const hear = (message: ToThread): void => {
    switch (message.kind) {
      case 'fire':
        return undefined
      case 'start':
        return starts.get(message.phase)?.(message.at)
      case 'credentials':
        credentials = message.credentials
        return undefined
      case 'abort':
        abort.abort()
        return drain.abort()
      case 'drain':
        return drain.abort()
      default:
        return message satisfies never
    }
  }
  port.on('message', hear)
  return {
    drain: drain.signal,
    abort: abort.signal,
    credentials: () => credentials,
    startPhase: async (phase) => {
      const started = startOf(phase, starts, drain.signal)
      port.postMessage({ kind: 'ready', phase })
      return started
    },
    close: () => port.off('message', hear),
  }
}

async function startOf(
  phase: number,
  starts: Map<number, (at: Micros) => void>,
  drain: AbortSignal,
): Promise<Micros> {
  return new Promise((resolve) => {
    starts.set(phase, resolve)
    // A share that has ended by then is never ready; nothing is sent any more, so any instant will do.
    const startNow = (): void => resolve(micros(0))
    if (drain.aborted) startNow()
    else drain.addEventListener('abort', startNow)
  })
}
