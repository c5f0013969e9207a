/** How large a streamed answer may be, and how fast it goes. */
export interface StreamLimits {
  readonly maxBytes: number
  /** The first so many bytes go as fast as they come. */
  readonly burstBytes: number
  /** What is beyond them goes no faster. */
  readonly bytesPerSecond: number
}

/**
 * 200 MB since 2025-08-11; the first 6 MB are uncapped, the rest is held to 2 MB/s
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html, read in 2026-11).
 */
export const STREAM_LIMITS: StreamLimits = {
  maxBytes: 200 * 1_048_576,
  burstBytes: 6 * 1_048_576,
  bytesPerSecond: 2 * 1_048_576,
}

/** Says, chunk by chunk, how many ms later it may go on; `now` in ms never goes back. */
export type StreamPace = (bytes: number, now: number) => number

/** Time in which nothing came is not made up for: the rate holds over every stretch of the stream. */
export function createStreamPace({ burstBytes, bytesPerSecond }: StreamLimits): StreamPace {
  let free = burstBytes
  let dueAt = -Infinity
  return (bytes, now) => {
    const held = Math.max(0, bytes - free)
    free = Math.max(0, free - bytes)
    if (held === 0) return 0
    dueAt = Math.max(dueAt, now) + (held / bytesPerSecond) * 1_000
    return dueAt - now
  }
}
