import { z } from 'zod'
import { count, interval, time } from './amounts.ts'
import { counts, distribution, distributions, startKind, starts } from './numbers.ts'

const utilization = z.object({ mean: z.number(), max: z.number().describe('of the busiest stretch') })

const sampled = z
  .object({
    samples: count,
    firingThread: utilization.describe('share of time in which a firing thread worked'),
    processCores: z.exactOptional(utilization).describe('processor time of the process, in cores'),
    machine: z.exactOptional(utilization).describe('share of the processor time of the machine in use'),
    mostSentPerSecond: z.number(),
    longestDelay: z
      .object({ took: time, by: time })
      .describe('the longest that a firing thread stood still, and the end of the stretch it did so in'),
  })
  .describe('What was sampled about once a second while firing.')

/** How well the generator kept to its plan. */
export const health = z
  .object({
    scheduleLag: z.exactOptional(distribution).describe('actual send minus planned instant; open loops only'),
    burstSkew: z.array(
      z.object({
        phase: count,
        at: time.describe('µs; the planned instant'),
        size: count,
        skew: time.describe('µs; last minus first actual send'),
      }),
    ),
    late: z
      .object({ sent: count, dropped: count })
      .describe('arrivals of open loops more than 10 ms behind their instants'),
    capHits: count.describe('arrivals dropped because the cap on invocations in flight was reached'),
    connections: z
      .exactOptional(
        z.object({
          ahead: count.describe('opened before they were needed'),
          inCall: count.describe('opened inside a measured call'),
          failed: count.describe('could not be opened'),
          closedByPeer: count.describe('ended by the other side'),
        }),
      )
      .describe('connections of all shares together'),
    connectionSetup: z
      .exactOptional(distribution)
      .describe('set-up of connections that landed in measured calls'),
    sampled: z.exactOptional(sampled),
    eventLoopDelay: z
      .exactOptional(z.object({ count: z.exactOptional(count), p99: time, max: time }))
      .describe('of the firing thread; count is how often it was looked at'),
    firingThreadBusy: z
      .exactOptional(z.number())
      .describe('share of wall time in which it worked; polling for an instant is not work'),
    peakInFlight: z.exactOptional(count),
  })
  .describe('How well the generator kept to its plan.')

const growth = z.object({
  of: z.enum(['tmp', 'memory']),
  bytesPerInvocation: z.number(),
  limitBytes: z.number(),
  fullAfter: z.number().describe('invocations of one environment until the limit is reached'),
  environments: count,
})

const environment = z.object({
  id: z.string(),
  invocations: count,
  firstStart: startKind,
  reinitialized: count,
  firstAt: time,
  lastAt: time,
  maxMemoryUsedMb: z.exactOptional(z.number()),
  tmpBytes: z.exactOptional(z.number()),
})

/** The execution environments that answers named. */
export const environments = z
  .object({
    count,
    maxConcurrent: count.describe('most environments busy at one instant'),
    reuse: z
      .array(z.tuple([count, count]))
      .describe('pairs: invocations, and how many environments served that many'),
    idleGaps: z.exactOptional(distribution).describe('between two invocations of one environment'),
    overlaps: count.describe('invocations that ran beside another one in the same environment'),
    unidentified: count.describe('invocations that ran and named no environment'),
    growth: z.array(growth).describe('what rises from invocation to invocation'),
    list: z.array(environment).describe('in order of first use; at most the first 1,000'),
  })
  .describe('The execution environments that answers named.')

export const phase = z.object({
  name: z.string(),
  discard: z.boolean(),
  describes: z.string(),
  counts,
  starts,
  distributions,
})

export const distinctError = z.object({
  outcome: z.enum(['function-error', 'throttled', 'timed-out', 'service-error', 'transport-error']),
  name: z.string().describe('the error type, name, code or throttle reason'),
  message: z.exactOptional(z.string()),
  count,
  firstAt: time,
  lastAt: time,
  logTail: z.exactOptional(z.string()),
})

export const unit = z.enum(['µs', 'ratio', 'USD', 'B', 'count', 'GB-s'])

const decided = z.object({
  kind: z.enum(['pass', 'fail']),
  gate: z.string().describe('the threshold'),
  actual: z.number(),
  unit,
  interval: z.exactOptional(interval),
  n: count.describe('observations behind it'),
})

const inconclusive = z.object({
  kind: z.literal('inconclusive'),
  gate: z.string().describe('the threshold'),
  cause: z.enum(['no-data', 'straddles']),
  why: z.string(),
  actual: z.exactOptional(z.number()),
  unit: z.exactOptional(unit),
  interval: z.exactOptional(interval),
  n: count.describe('observations behind it'),
})

/** What became of one threshold. */
export const verdict = z.discriminatedUnion('kind', [decided, inconclusive])
