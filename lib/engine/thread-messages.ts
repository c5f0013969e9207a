import type { Share } from '../model/arrival.ts'
import type { Plan } from '../model/plan.ts'
import type { Micros } from '../model/time.ts'
import type { Credentials } from '../targets/lambda/connection.ts'
import type { Proxy } from '../targets/http1/proxy.ts'
import type { TakenSample } from './health-log.ts'

/** What a firing thread is to fire. */
export interface ThreadInput {
  readonly plan: Plan
  readonly payloads: readonly string[]
  readonly share: Share
  /** How many invocations all threads together have in flight: what a `Room` shares. */
  readonly inFlight: SharedArrayBuffer
  /** The instant the run began, of the machine's monotonic clock. */
  readonly origin: bigint
  /** Whether to wait for instants by polling: exact, but it takes a core. */
  readonly poll: boolean
  readonly region: string
  readonly endpoint: string
  /** It may hold a password: it goes to the firing threads and nowhere else. */
  readonly proxy?: Proxy
  readonly credentials: Credentials
  /** The function's name there, and how to ask for it. */
  readonly function: string
  readonly qualifier?: string
  readonly logTail: boolean
  /** Who asks, for the logs of AWS: `coldburst/<version>`. */
  readonly userAgent?: string
  /** The share's file of observations. */
  readonly file: string
}

export type ToThread =
  /** One at a time: the next may come when the last is done. */
  | { readonly kind: 'fire'; readonly input: ThreadInput }
  | { readonly kind: 'start'; readonly phase: number; readonly at: Micros }
  | { readonly kind: 'credentials'; readonly credentials: Credentials }
  | { readonly kind: 'drain' }
  | { readonly kind: 'abort' }

export type FromThread =
  | { readonly kind: 'ready'; readonly phase: number }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | ({ readonly kind: 'sample' } & TakenSample)
  | { readonly kind: 'unwritable'; readonly message: string }
  | { readonly kind: 'storage-failed'; readonly message: string }
  | { readonly kind: 'done'; readonly lost: number }

/** Counts so far, for a live line. `cold` is a first look: Init Duration in the REPORT. */
export interface Progress {
  readonly sent: number
  readonly ended: number
  readonly inFlight: number
  readonly cold: number
  readonly errors: number
  readonly dropped: number
}
