import { isAbsolute } from 'node:path'
import { z } from 'zod'

import { authTypeSchema, corsSchema } from './urls/url-schema.ts'

// setTimeout fires at once for anything longer.
const MAX_TIMER_MS = 2 ** 31 - 1
const DAY_MS = 86_400_000

const integer = (least: number, most: number) => z.int().min(least).max(most)
const duration = (most: number) => z.number().gt(0).max(most)
const delay = (most: number) => z.number().min(0).max(most)
const fraction = z.number().min(0).max(1)
const path = z.string().refine(isAbsolute, { error: 'must be an absolute path' })
const someMs = z.number().min(0).max(900_000)

// What spawn() would throw on: a name with `=`, or a zero byte anywhere.
const variables = z.record(z.string().regex(/^[^=\0]+$/), z.string().regex(/^[^\0]*$/))

const distribution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), ms: someMs }),
  z
    .strictObject({ kind: z.literal('uniform'), fromMs: someMs, toMs: someMs })
    .refine(({ fromMs, toMs }) => fromMs <= toMs, { path: ['toMs'], error: 'must not be below fromMs' }),
  z
    .strictObject({
      kind: z.literal('lognormal'),
      medianMs: duration(900_000),
      p99Ms: duration(900_000),
    })
    .refine(({ medianMs, p99Ms }) => medianMs <= p99Ms, {
      path: ['p99Ms'],
      error: 'must not be below medianMs',
    }),
  z.strictObject({ kind: z.literal('samples'), ms: z.array(someMs).min(1).max(100_000) }),
])

const measuredPoint = z.strictObject({
  memoryMb: integer(1, 32_768),
  duration: distribution,
  init: z.exactOptional(distribution),
})

const work = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share'), compute: distribution, wait: distribution }),
  z.strictObject({
    kind: z.literal('measured'),
    points: z
      .array(measuredPoint)
      .min(1)
      .max(1_000)
      .refine((points) => points.every(({ memoryMb }, at) => memoryMb > (points[at - 1]?.memoryMb ?? 0)), {
        error: 'must ascend in memoryMb',
      }),
  }),
])

const model = z.strictObject({
  seed: z.int(),
  init: distribution,
  work,
  memoryUsed: z.strictObject({
    baseMb: z.number().min(0).max(32_768),
    perInvocationMb: z.number().min(0).max(32_768),
  }),
  failures: z
    .strictObject({
      error: fraction,
      exit: fraction,
      timeout: fraction,
      outOfMemory: fraction,
      init: fraction,
    })
    .refine(({ error, exit, timeout, outOfMemory }) => error + exit + timeout + outOfMemory <= 1, {
      error: 'must not end more than all invocations',
    }),
  responseBytes: integer(0, 6_291_456),
})

const settings = {
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  memoryMb: integer(1, 32_768),
  timeoutMs: duration(900_000),
  ephemeralStorageMb: integer(1, 10_240).default(512),
  env: variables,
  reservedConcurrency: z.exactOptional(integer(0, 1_000_000)),
  alias: z.exactOptional(z.string().regex(/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/)),
  provisionedConcurrency: z.exactOptional(integer(1, 100_000)),
  url: z.exactOptional(
    z.strictObject({
      port: integer(0, 65_535),
      invokeMode: z.enum(['BUFFERED', 'RESPONSE_STREAM']).default('BUFFERED'),
      authType: authTypeSchema.default('NONE'),
      cors: z.exactOptional(corsSchema),
    }),
  ),
}

const processFunction = z
  .strictObject({
    ...settings,
    runtime: z.enum(['node', 'python', 'bootstrap']),
    runtimeBinary: z.exactOptional(path),
    codeDir: z.exactOptional(path),
    codeZip: z.exactOptional(path),
    handler: z.string().regex(/^[^\0]*$/),
  })
  .transform(({ codeDir, codeZip, ...fn }, context) => {
    if (codeDir !== undefined && codeZip === undefined) return { ...fn, codeDir }
    if (codeZip !== undefined && codeDir === undefined) return { ...fn, codeZip }
    context.addIssue({
      code: 'custom',
      path: ['codeDir'],
      message: 'must be given, or codeZip, and not both',
    })
    return z.NEVER
  })

const functionSchema = z
  .discriminatedUnion('runtime', [
    processFunction,
    z.strictObject({ ...settings, runtime: z.literal('simulated'), model }),
  ])
  .refine(
    ({ alias, provisionedConcurrency }) => provisionedConcurrency === undefined || alias !== undefined,
    {
      path: ['provisionedConcurrency'],
      error: 'needs an alias: $LATEST can have none',
    },
  )

/** The shape of EmulatorConfig, with the defaults of what may be left out. */
export const configSchema = z.strictObject({
  host: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  port: integer(0, 65_535),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  functions: z
    .array(functionSchema)
    .min(1)
    .max(10_000)
    .refine((functions) => new Set(functions.map(({ name }) => name)).size === functions.length, {
      error: 'must not name a function twice',
    }),
  seed: z.int().default(1),
  accountConcurrency: integer(0, 1_000_000).default(1_000),
  scalingPer10s: integer(1, 1_000_000).default(1_000),
  requestRateFactor: duration(1_000_000).default(10),
  idleMs: duration(MAX_TIMER_MS).default(300_000),
  idleJitter: fraction.default(0),
  lifetimeMs: z.exactOptional(duration(MAX_TIMER_MS)),
  lifetimeJitter: fraction.default(0),
  proactiveInit: fraction.default(0),
  placementDelayMs: delay(60_000).default(0),
  updateMs: delay(300_000).default(0),
  drainMs: delay(300_000).default(0),
  asyncRetryMs: z.array(delay(DAY_MS)).max(2).default([60_000, 120_000]),
  cpu: z.enum(['auto', 'quota', 'closed-loop', 'off']).default('auto'),
  memory: z.enum(['auto', 'cgroup', 'watch']).default('auto'),
  ephemeralStorage: z.enum(['auto', 'mount', 'check']).default('auto'),
  maxEnvironments: z.exactOptional(integer(1, 100_000)),
  truthLog: z.exactOptional(z.string().min(1)),
  resourceLog: z.exactOptional(z.string().min(1)),
  forwardLogs: z.boolean().default(false),
})
