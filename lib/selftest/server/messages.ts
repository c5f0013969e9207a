import type { Act } from './script.ts'

/** What is said between the selftest and the process of its scripted server. */
export type ToServer = { readonly kind: 'play'; readonly acts: readonly Act[] } | { readonly kind: 'book' }

export type FromServer =
  | { readonly kind: 'ready'; readonly endpoint: string }
  | { readonly kind: 'playing' }
  | { readonly kind: 'first' }
  | { readonly kind: 'book'; readonly book: readonly Served[] }
  | { readonly kind: 'failed'; readonly message: string }

/** One invocation as the server saw it. */
export interface Served {
  /** µs of the machine's monotonic clock. */
  readonly receivedAt: number
  /** How much later than by the script the last of the answer was written, µs; absent where nothing was. */
  late?: number
}
