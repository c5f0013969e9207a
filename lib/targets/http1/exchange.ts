import type { Micros } from '../../model/time.ts'
import type { HttpAnswer } from './answer-reader.ts'

/** How one request and its answer went; times are those of the client's clock. */
export interface Exchange {
  readonly sentAt: Micros
  /** From `sentAt` until there was a connection to write to; absent when one was idle. */
  readonly connectionSetup?: Micros | undefined
  /** When the first bytes came, be it of an interim answer. */
  readonly firstByteAt?: Micros | undefined
  readonly endedAt: Micros
  readonly result: ExchangeResult
}

export type ExchangeResult =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'interrupted' }
  /** `code`: an errno, a code of Node's TLS, or one of `RefusalCode`. Both are safe to print. */
  | { readonly kind: 'failed'; readonly code: string; readonly message?: string }
