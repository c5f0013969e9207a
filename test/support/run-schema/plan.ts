import { z } from 'zod'
import { architecture, count, initRule, time } from './amounts.ts'

const lambdaTarget = z
  .object({
    kind: z.literal('lambda'),
    function: z.string(),
    qualifier: z.exactOptional(z.string()),
    region: z.exactOptional(z.string()),
    awsProfile: z.exactOptional(z.string()).describe('the named profile of the AWS configuration files'),
    endpoint: z.exactOptional(z.string()),
    logTail: z.boolean().describe('whether the end of the log, with the REPORT line, was asked for'),
  })
  .describe('A function behind the Lambda Invoke API.')

const localFunction = z.object({
  name: z.string(),
  runtime: z.enum(['node', 'bootstrap']),
  codeDir: z.string(),
  handler: z.string(),
  memoryMb: z.number(),
  timeout: time,
  envNames: z.array(z.string()).describe('names only: values are stored nowhere'),
})

const localTarget = z
  .object({
    kind: z.literal('local'),
    function: z.string().describe('which of functions is fired at'),
    functions: z.array(localFunction),
    accountConcurrency: z.number(),
    idle: time,
    maxEnvironments: z.exactOptional(count),
  })
  .describe('A function in the local Lambda.')

const payload = z.object({
  weight: z.number(),
  bytes: count,
  sha256: z.string(),
  body: z.exactOptional(z.string()).describe('only with --keep-payloads'),
})

const arrivals = z.enum(['uniform', 'poisson'])

const burst = z.object({ kind: z.literal('burst'), size: count, repeat: count, every: time })

const rate = z.object({ kind: z.literal('rate'), perSecond: z.number(), duration: time, arrivals })

const stages = z
  .object({
    kind: z.literal('stages'),
    stages: z.array(z.object({ duration: time, perSecond: z.number() })),
    arrivals,
  })
  .describe('Straight ramps from one rate to the next, the first from 0.')

const closed = z
  .object({
    kind: z.literal('closed'),
    concurrency: count,
    requests: z.exactOptional(count),
    duration: z.exactOptional(time),
    thinkTime: time,
  })
  .describe('A closed loop; with both ends, whichever comes first.')

const phase = z.object({
  name: z.string(),
  discard: z.boolean().describe('fired and stored, but left out of the numbers'),
  load: z.discriminatedUnion('kind', [burst, rate, stages, closed]),
})

/** `coldburst/plan@1`, as a run holds it. */
export const plan = z
  .object({
    schema: z.literal('coldburst/plan@1'),
    name: z.string(),
    seed: z.number(),
    target: z.discriminatedUnion('kind', [lambdaTarget, localTarget]),
    payloads: z.array(payload),
    phases: z.array(phase),
    maxInFlight: count.describe('invocations in flight at which an arrival of an open loop is dropped'),
    timeout: time.describe('µs after which an invocation is given up'),
    firing: z
      .object({
        transport: z.enum(['lean', 'sdk']),
        threads: count,
        prewarm: z.boolean().describe('whether connections are opened before they are needed'),
        onLate: z.enum(['send', 'drop']).describe('what becomes of an arrival more than 10 ms late'),
      })
      .describe('by what means arrivals were fired'),
    thresholds: z.array(z.string()),
    inconclusive: z
      .enum(['pass', 'fail'])
      .describe('what a threshold counts as when its interval straddles the limit'),
    pricing: z.object({
      initBilling: initRule,
      maxCost: z.number().describe('USD'),
      architecture: z.exactOptional(architecture),
    }),
  })
  .describe('The profile and the flags, resolved.')
