import { z } from 'zod'
import { count, interval } from './amounts.ts'

/** What became of the arrivals. */
export const counts = z
  .object({
    planned: z
      .exactOptional(count)
      .describe("absent where it can't be known: a closed loop that ends by time"),
    sent: count,
    ok: count,
    functionError: count,
    throttled: count,
    timedOut: count,
    serviceError: count,
    transportError: count,
    dropped: count.describe('never sent: too many were in flight'),
  })
  .meta({ id: 'Counts', description: 'What became of the arrivals.' })

export const startKind = z.enum(['cold', 'restored', 'reinitialized', 'warm', 'unknown'])

export const startSelector = z.enum(['all', 'cold', 'restored', 'reinitialized', 'warm', 'unknown'])

/** How the invocations that ran began. */
export const starts = z
  .object({ cold: count, restored: count, reinitialized: count, warm: count, unknown: count })
  .meta({ id: 'Starts', description: 'How invocations started; the sum is how many ran.' })

const percentileName = z.enum(['p50', 'p90', 'p95', 'p99', 'p99_9'])

const intervals = z.object({
  p50: z.exactOptional(interval),
  p90: z.exactOptional(interval),
  p95: z.exactOptional(interval),
  p99: z.exactOptional(interval),
  p99_9: z.exactOptional(interval),
})

/** What was seen of one metric. */
export const distribution = z
  .object({
    count,
    min: z.number(),
    mean: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
    p99_9: z.number(),
    max: z.number(),
    intervals,
    unresolved: z
      .array(percentileName)
      .describe('percentiles with fewer than five observations beyond them: not to be printed'),
    histogram: z
      .string()
      .describe("HdrHistogram's compressed V2 form in base64; such histograms can be merged"),
  })
  .meta({ id: 'Distribution', description: 'What was seen of one metric: µs, memory_used in bytes.' })

const byStart = z
  .object({
    all: z.exactOptional(distribution),
    cold: z.exactOptional(distribution),
    restored: z.exactOptional(distribution),
    reinitialized: z.exactOptional(distribution),
    warm: z.exactOptional(distribution),
    unknown: z.exactOptional(distribution),
  })
  .meta({ id: 'ByStart', description: 'One metric, for all invocations and by how they started.' })

/** Metric, then `all` or a start kind. */
export const distributions = z
  .object({
    response_time: z.exactOptional(byStart),
    service_time: z.exactOptional(byStart),
    duration: z.exactOptional(byStart),
    billed_duration: z.exactOptional(byStart),
    init_duration: z.exactOptional(byStart),
    restore_duration: z.exactOptional(byStart),
    overhead: z.exactOptional(byStart),
    placement: z.exactOptional(byStart),
    schedule_lag: z.exactOptional(byStart),
    burst_skew: z.exactOptional(byStart),
    memory_used: z.exactOptional(byStart),
  })
  .meta({ id: 'Distributions', description: 'By metric. A metric nothing was seen of is absent.' })
