import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../lib/emulator/config-schema.ts'
import { localConfig, type LocalLambdaOptions } from '../../../lib/engine/local-config.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'
import type { Flags } from '../../../lib/profile/flags.ts'
import { parseEmulate } from '../../../lib/profile/parse-emulate.ts'
import { profileWorld } from '../../support/profile-world.ts'

const least: LocalLambdaOptions = {
  port: 0,
  seed: 1,
  functions: [],
  environment: {},
  accountConcurrency: 1_000,
  scalingRate: 1_000,
  idle: fromSeconds(300),
  idleJitter: 0,
  lifetimeJitter: 0,
  proactiveInit: 0,
  placementDelay: micros(0),
  mechanisms: { cpu: 'auto', memory: 'auto', tmp: 'auto' },
}

const hello = {
  name: 'hello',
  runtime: 'node',
  codeDir: '/fn',
  handler: 'index.handler',
  memoryMb: 128,
  timeout: fromSeconds(3),
  envNames: ['STAGE'],
  ephemeralStorageMb: 512,
} as const

/** The configuration of what flags say, as the local Lambda itself reads it. */
const read = (flags: Flags, files: Readonly<Record<string, string>> = {}) =>
  configSchema.parse(localConfig(parseEmulate({ ...profileWorld(files), flags, env: {} })))

describe('the configuration of the local Lambda', () => {
  it('is in ms and MB, and holds the values of environment variables', () => {
    const options = { ...least, functions: [hello], environment: { hello: { STAGE: 'test' } } }
    expect(localConfig(options)).toEqual({
      port: 0,
      region: 'us-east-1',
      functions: [
        {
          name: 'hello',
          runtime: 'node',
          codeDir: '/fn',
          handler: 'index.handler',
          memoryMb: 128,
          timeoutMs: 3_000,
          ephemeralStorageMb: 512,
          env: { STAGE: 'test' },
        },
      ],
      seed: 1,
      accountConcurrency: 1_000,
      scalingPer10s: 1_000,
      idleMs: 300_000,
      idleJitter: 0,
      lifetimeJitter: 0,
      proactiveInit: 0,
      placementDelayMs: 0,
      cpu: 'auto',
      memory: 'auto',
      ephemeralStorage: 'auto',
    })
  })

  it('asks for logs only where somebody listens', () => {
    expect(localConfig({ ...least, onLog: () => undefined })).toHaveProperty('forwardLogs', true)
    expect(localConfig(least)).not.toHaveProperty('forwardLogs')
  })

  it('is one that the local Lambda takes, whatever the flags', () => {
    const config = read({
      local: 'fn',
      memory: '512',
      ephemeralStorage: '1024',
      reservedConcurrency: '20',
      provisionedConcurrency: '5',
      accountConcurrency: '100',
      scalingRate: '50',
      idle: '1m',
      idleJitter: '20%',
      lifetime: '2h',
      lifetimeJitter: '10%',
      proactiveInit: '50%',
      placementDelay: '110ms',
      updateDelay: '2s',
      drain: '5s',
      mechanism: 'cpu=closed-loop,memory=watch,tmp=check',
      maxEnvironments: '9',
      seed: '7',
    })
    expect(config).toMatchObject({
      functions: [
        {
          memoryMb: 512,
          ephemeralStorageMb: 1_024,
          reservedConcurrency: 20,
          alias: 'live',
          provisionedConcurrency: 5,
        },
      ],
      seed: 7,
      accountConcurrency: 100,
      scalingPer10s: 50,
      idleMs: 60_000,
      idleJitter: 0.2,
      lifetimeMs: 7_200_000,
      lifetimeJitter: 0.1,
      proactiveInit: 0.5,
      placementDelayMs: 110,
      updateMs: 2_000,
      drainMs: 5_000,
      cpu: 'closed-loop',
      memory: 'watch',
      ephemeralStorage: 'check',
      maxEnvironments: 9,
    })
  })

  it('is one that it takes of simulated functions, in all forms of their times', () => {
    const text = `functions:
  - name: one
    url: { port: 9100, mode: stream }
    simulate:
      init: { median: 100ms, p99: 400ms }
      work: { compute: { from: 8ms, to: 14ms }, wait: [1ms, 2.5ms] }
      failures: { error: 1% }
  - { name: two, simulate: { init: 0s, work: { measured: [{ memory: 128, duration: 1s, init: 5ms }] } } }
`
    const { functions } = read({ local: 'functions.yaml' }, { '/project/functions.yaml': text })
    expect(functions).toMatchObject([
      {
        runtime: 'simulated',
        url: { port: 9_100, invokeMode: 'RESPONSE_STREAM' },
        model: {
          seed: 1,
          init: { kind: 'lognormal', medianMs: 100, p99Ms: 400 },
          work: {
            kind: 'share',
            compute: { kind: 'uniform', fromMs: 8, toMs: 14 },
            wait: { kind: 'samples', ms: [1, 2.5] },
          },
          failures: { error: 0.01, exit: 0 },
        },
      },
      {
        model: {
          init: { kind: 'constant', ms: 0 },
          work: {
            kind: 'measured',
            points: [{ memoryMb: 128, duration: { ms: 1_000 }, init: { ms: 5 } }],
          },
        },
      },
    ])
  })

  it('says a zip and a binary by their paths', () => {
    const { codeDir: _, ...rest } = hello
    const zipped = { ...rest, codeZip: '/a.zip', runtimeBinary: '/node', timeout: fromMillis(1_500) }
    expect(localConfig({ ...least, functions: [zipped] })).toMatchObject({
      functions: [{ codeZip: '/a.zip', runtimeBinary: '/node', timeoutMs: 1_500, env: {} }],
    })
  })
})
