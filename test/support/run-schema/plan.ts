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

const cors = z
  .object({
    AllowCredentials: z.exactOptional(z.boolean()),
    AllowHeaders: z.exactOptional(z.array(z.string())),
    AllowMethods: z.exactOptional(z.array(z.string())),
    AllowOrigins: z.exactOptional(z.array(z.string())),
    ExposeHeaders: z.exactOptional(z.array(z.string())),
    MaxAge: z.exactOptional(count.describe('seconds')),
  })
  .describe('What it answers to pages of other sites.')

const functionSettings = {
  name: z.string(),
  memoryMb: z.number(),
  timeout: time,
  envNames: z.array(z.string()).describe('names only: values are stored nowhere'),
  ephemeralStorageMb: z.number(),
  reservedConcurrency: z.exactOptional(count),
  alias: z.exactOptional(z.string()).describe('of its version 1'),
  provisionedConcurrency: z.exactOptional(count),
  url: z.exactOptional(
    z.object({
      port: count,
      mode: z.enum(['buffered', 'stream']),
      signed: z.exactOptional(z.boolean().describe('It refuses requests that are not signed.')),
      cors: z.exactOptional(cors),
    }),
  ),
}

const processFunction = z
  .object({
    ...functionSettings,
    runtime: z.enum(['node', 'python', 'bootstrap']),
    runtimeBinary: z.exactOptional(z.string()),
    codeDir: z.exactOptional(z.string()),
    codeZip: z.exactOptional(z.string()),
    handler: z.string(),
  })
  .describe('A function whose environments are processes; its code is in a folder or a zip file.')

const simulatedTime = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('constant'), time }),
    z.object({ kind: z.literal('uniform'), from: time, to: time }),
    z.object({ kind: z.literal('lognormal'), median: time, p99: time }),
    z.object({ kind: z.literal('samples'), times: z.array(time) }),
  ])
  .meta({ id: 'SimulatedTime', description: 'How long something takes in a simulated function.' })

const share = z.number().describe('0 to 1')

const simulatedFunction = z
  .object({
    ...functionSettings,
    runtime: z.literal('simulated'),
    model: z.object({
      seed: z.number(),
      init: simulatedTime,
      work: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('share'), compute: simulatedTime, wait: simulatedTime }),
        z.object({
          kind: z.literal('measured'),
          points: z.array(
            z.object({
              memoryMb: z.number(),
              duration: simulatedTime,
              init: z.exactOptional(simulatedTime),
            }),
          ),
        }),
      ]),
      memoryUsed: z.object({ baseMb: z.number(), perInvocationMb: z.number() }),
      failures: z.object({ error: share, exit: share, timeout: share, outOfMemory: share, init: share }),
      responseBytes: count,
    }),
  })
  .describe('A function whose environments are models.')

const localTarget = z
  .object({
    kind: z.literal('local'),
    function: z.string().describe('which of functions is fired at'),
    qualifier: z.exactOptional(z.string()).describe('by which alias or version of it'),
    functions: z.array(z.discriminatedUnion('runtime', [processFunction, simulatedFunction])),
    accountConcurrency: z.number(),
    scalingRate: z.number().describe('new environments of a function within 10 s'),
    idle: time,
    idleJitter: share,
    lifetime: z.exactOptional(time),
    lifetimeJitter: share,
    proactiveInit: share.describe('how likely a cold start brings another environment'),
    placementDelay: time.describe('µs waited before INIT'),
    maxEnvironments: z.exactOptional(count),
    mechanisms: z
      .object({
        cpu: z.enum(['auto', 'quota', 'closed-loop', 'off']),
        memory: z.enum(['auto', 'cgroup', 'watch']),
        tmp: z.enum(['auto', 'mount', 'check']),
      })
      .describe('by which means functions were to be held to their settings'),
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
