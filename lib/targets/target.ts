import type { ConnectionCounts } from '../model/health.ts'
import type { Markers } from '../model/markers.ts'
import type { Sent } from '../model/observation.ts'
import type { Micros } from '../model/time.ts'

/** What invocations are sent to. */
export interface Target {
  /**
   * Serialises and signs one invocation, so that sending it later is only a write. Never throws or rejects for
   * what the credentials, the endpoint or the network did: that becomes the outcome of `fire`.
   */
  prepare(body: Uint8Array): Prepared | Promise<Prepared>
  /**
   * Opens connections until `count` are free to be written to, TLS included, and will still be so in `lead`.
   * Resolves when they are, when no more can be had, or when `signal` aborts; never rejects. Does nothing where
   * the transport can't.
   */
  prewarm(count: number, signal: AbortSignal, lead?: Micros): Promise<void>
  /** So far; undefined where the transport does not tell. */
  connections(): ConnectionCounts | undefined
  close(): void
}

/** An invocation that is ready to be written. Either `fire` or `discard` is called, once. */
export interface Prepared {
  /**
   * Writes it, before it returns where a connection is free, and waits for its end. Gives up after `timeout`,
   * or when `signal` aborts. Never rejects for what the function, the service or the network did.
   */
  fire(timeout: Micros, signal: AbortSignal): Promise<Reply>
  discard(): void
}

/** What came back; times are since the run began. */
export interface Reply extends Pick<
  Sent,
  'sentAt' | 'endedAt' | 'outcome' | 'bytesIn' | 'connectionSetup' | 'firstByteAt'
> {
  readonly markers: Markers
  /** The end of the invocation's log as it came: untrusted text. */
  readonly log?: string
}
