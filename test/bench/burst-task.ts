/** A burst that a client is asked to send. */
export interface BurstTask {
  readonly kind: 'burst'
  readonly endpoint: string
  readonly functionName: string
  readonly size: number
  /** Of a request of a client that does not sign, so that it is as long as a signed one. */
  readonly requestBytes: number
}

export interface BurstResult {
  /** When the first request was written or its call made, µs of the monotonic clock. */
  readonly triggeredAt: number
  readonly errors: number
}
