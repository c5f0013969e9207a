import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Environment, InitializationType } from '../../../../lib/emulator/environment/environment.ts'
import type { Call, Served } from '../../../../lib/emulator/environment/invocation.ts'
import { createFleet, type FleetSettings } from '../../../../lib/emulator/fleet/fleet.ts'
import type { TruthLine } from '../../../../lib/emulator/fleet/truth-log.ts'
import type { Deployment } from '../../../../lib/emulator/functions/deployment.ts'
import { roomy } from '../../../support/pool.ts'

let warnings: string[] = []
beforeEach(() => {
  vi.useFakeTimers()
  warnings = []
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: Error): void
}

function deferred<T>(): Deferred<T> {
  const settle: Partial<Deferred<T>> = {}
  const promise = new Promise<T>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { promise, ...(settle as Pick<Deferred<T>, 'resolve' | 'reject'>) }
}

/** An environment that does what the test says, when it says it. */
class FakeEnvironment implements Environment {
  readonly placementUs = 0
  readonly logStream: string
  readonly type: InitializationType
  readonly happened: string[] = []
  readonly init = deferred<void>()
  private ordinal = 0
  private readonly calls: { call: Call; done: Deferred<Served> }[] = []

  constructor(logStream: string, type: InitializationType) {
    this.logStream = logStream
    this.type = type
    this.init.promise.catch(() => undefined)
  }

  initialise(): Promise<void> {
    this.happened.push('initialise')
    return this.init.promise
  }

  serve(call: Call): Promise<Served> {
    this.happened.push(`serve ${call.requestId}`)
    const done = deferred<Served>()
    this.calls.push({ call, done })
    return done.promise
  }

  finish(more: Partial<Served> = {}): void {
    this.ordinal += 1
    const answer = { payload: Buffer.from('{}'), functionError: false }
    const start = this.ordinal === 1 ? ('cold' as const) : ('warm' as const)
    const served = { answer, outcome: 'ok' as const, start, ordinal: this.ordinal, placementUs: 0 }
    this.calls.shift()!.done.resolve({ ...served, ...more })
  }

  fail(error: Error): void {
    this.calls.shift()!.done.reject(error)
  }

  async shutDown(): Promise<void> {
    this.happened.push('shut down')
  }

  cpuSeconds(): number {
    return 0.25
  }
}

const deployment: Deployment = {
  id: 'f:1:1',
  version: '1',
  fn: {
    name: 'f',
    runtime: 'node',
    codeDir: '/f',
    handler: 'index.handler',
    memoryMb: 128,
    timeoutMs: 1_000,
    ephemeralStorageMb: 512,
    env: {},
  },
}
const live = { functionName: 'f', qualifier: 'live', deployment }
const target = { deployment, qualifier: 'live', invokedArn: 'arn' }

function newFleet(more: Partial<FleetSettings> = {}) {
  const opened: FakeEnvironment[] = []
  const truth: TruthLine[] = []
  const refuse: { next: Error | undefined } = { next: undefined }
  const open = async (_: Deployment, type: InitializationType) => {
    if (refuse.next !== undefined) throw refuse.next
    const environment = new FakeEnvironment(`stream ${opened.length + 1}`, type)
    opened.push(environment)
    return environment
  }
  const log = { append: (line: TruthLine) => void truth.push(line), close: () => undefined }
  const fleet = createFleet({ ...roomy, seed: 1, placementDelayMs: 0, ...more }, open, log)
  let requests = 0
  return {
    fleet,
    opened,
    truth,
    refuse,
    invoke: () => {
      requests += 1
      const payload = Buffer.from('{}')
      return fleet.invoke(target, { requestId: `r${requests}`, payload, invokedArn: 'arn', tail: false })
    },
  }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

test('a provisioned environment is initialised with nobody waiting, as one of that type', async () => {
  const { fleet, opened, truth, invoke } = newFleet()
  fleet.provision(live, 1)
  await settled()
  expect(opened.map(({ type, happened }) => [type, happened])).toEqual([
    ['provisioned-concurrency', ['initialise']],
  ])
  expect(fleet.provisioned(live)).toMatchObject({ requested: 1, allocated: 0, kind: 'in-progress' })
  opened[0]!.init.resolve()
  await settled()
  expect(fleet.provisioned(live)).toMatchObject({ allocated: 1, available: 1, kind: 'ready' })
  for (const _ of [1, 2]) {
    const answer = invoke()
    await settled()
    opened[0]!.finish({ initMs: 12 })
    expect(await answer).toMatchObject({ kind: 'served' })
    expect(await answer).not.toHaveProperty('placementUs')
  }
  expect(truth).toMatchObject([
    { requestId: 'r1', environment: 'stream 1', initializedAhead: true, call: 1, initMs: 12 },
    { requestId: 'r2', environment: 'stream 1', call: 2 },
  ])
  expect(truth[1]).not.toHaveProperty('initializedAhead')
  expect(fleet.stats()).toMatchObject({
    environmentsStarted: 1,
    starts: { onDemand: 0, provisioned: 1, proactive: 0 },
  })
})

test('an environment for a request is of the other type, and its wait is told', async () => {
  const { opened, truth, invoke } = newFleet()
  const answer = invoke()
  await settled()
  expect(opened[0]).toMatchObject({ type: 'on-demand', happened: ['serve r1'] })
  opened[0]!.finish({ placementUs: 70 })
  expect(await answer).toMatchObject({ kind: 'served', placementUs: 70 })
  expect(truth[0]).toMatchObject({ placementUs: 70, start: 'cold' })
  expect(truth[0]).not.toHaveProperty('initializedAhead')
})

test('a machine that refuses what INIT needs is asked again after a pause that grows', async () => {
  const { fleet, opened, refuse } = newFleet()
  refuse.next = new Error('no more processes')
  fleet.provision(live, 1)
  await settled()
  expect(fleet.stats().environmentsStarted).toBe(1)
  await vi.advanceTimersByTimeAsync(900)
  expect(fleet.stats().environmentsStarted).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(fleet.stats().environmentsStarted).toBe(2)
  refuse.next = undefined
  await vi.advanceTimersByTimeAsync(1_800)
  expect(opened).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(300)
  expect(opened).toHaveLength(1)
  // One that can be made and not initialised is shut down, and tried again likewise.
  opened[0]!.init.reject(new Error('no more processes'))
  await settled()
  expect(opened[0]!.happened).toEqual(['initialise', 'shut down'])
  await vi.advanceTimersByTimeAsync(3_900)
  expect(opened).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  opened[1]!.init.resolve()
  await settled()
  expect(fleet.provisioned(live).kind).toBe('ready')
  const warning = 'an environment of f could not be initialised ahead: Error: no more processes'
  expect(warnings).toEqual([warning, warning, warning])
})

test('a proactive environment serves a request that comes after its INIT', async () => {
  const { fleet, opened, truth, invoke } = newFleet({ proactiveInit: 1 })
  const first = invoke()
  await settled()
  expect(opened.map(({ type, happened }) => [type, happened])).toEqual([
    ['on-demand', ['serve r1']],
    ['on-demand', ['initialise']],
  ])
  opened[1]!.init.resolve()
  await settled()
  const second = invoke()
  await settled()
  opened[1]!.finish()
  opened[0]!.finish()
  await Promise.all([first, second])
  expect(truth.map(({ requestId, initializedAhead }) => [requestId, initializedAhead])).toEqual([
    ['r2', true],
    ['r1', undefined],
  ])
  expect(fleet.stats().starts).toEqual({ onDemand: 1, provisioned: 0, proactive: 1 })
})

test('what is taken away during its INIT is shut down, and its end changes nothing', async () => {
  const { fleet, opened } = newFleet()
  fleet.provision(live, 1)
  fleet.provision(live, 0)
  await settled()
  expect(opened[0]!.happened).toContain('shut down')
  opened[0]!.init.reject(new Error('killed'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(opened).toHaveLength(1)
  expect(warnings).toEqual([])
})

test('an idle environment is shut down when its time is over, and so is what is idle of a replaced deployment', async () => {
  const { fleet, opened, invoke } = newFleet({ idleMs: 500 })
  const serveOne = async () => {
    const answer = invoke()
    await settled()
    opened.at(-1)!.finish()
    await answer
  }
  await serveOne()
  await vi.advanceTimersByTimeAsync(499)
  expect(opened[0]!.happened).toEqual(['serve r1'])
  await vi.advanceTimersByTimeAsync(2)
  expect(opened[0]!.happened).toEqual(['serve r1', 'shut down'])
  await serveOne()
  fleet.drain(deployment)
  await settled()
  expect(opened[1]!.happened).toEqual(['serve r2', 'shut down'])
  expect(fleet.stats().cpuSeconds).toBe(0.5)
})

test('a lost environment is shut down and not used again', async () => {
  const { opened, invoke } = newFleet()
  const [lost, broken] = [invoke(), invoke()]
  await settled()
  opened[0]!.finish({ lost: true })
  opened[1]!.fail(new Error('no more processes'))
  expect(await lost).toMatchObject({ kind: 'served' })
  await expect(broken).rejects.toThrow('no more processes')
  await settled()
  expect(opened.map(({ happened }) => happened.at(-1))).toEqual(['shut down', 'shut down'])
  void invoke()
  await settled()
  expect(opened).toHaveLength(3)
})

test('throttles are counted by their reasons, and the local cap apart', async () => {
  const { fleet, invoke } = newFleet({ accountConcurrency: 2, maxEnvironments: 1 })
  void invoke()
  expect(await invoke()).toEqual({ kind: 'local-cap', cap: 1 })
  fleet.reserve('f', 1)
  const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded'
  expect([await invoke(), await invoke()]).toEqual([
    { kind: 'throttled', reason },
    { kind: 'throttled', reason },
  ])
  const refused = { localCapHits: 1, throttles: { [reason]: 2 } }
  expect(fleet.stats()).toMatchObject({ ...refused, invocations: 1, peakEnvironments: 1 })
})

test('closing ends what is idle, busy or initialising, and answers nobody', async () => {
  const { fleet, opened, invoke } = newFleet()
  fleet.provision(live, 1)
  const answer = invoke().catch((error: Error) => error.message)
  await settled()
  const closed = fleet.close()
  opened[1]!.finish()
  expect(await answer).toBe('it is shutting down')
  await closed
  expect(opened.map(({ happened }) => happened.filter((each) => each === 'shut down'))).toEqual([
    ['shut down'],
    ['shut down'],
  ])
  await expect(invoke()).rejects.toThrow('shutting down')
  opened[0]!.init.reject(new Error('killed'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(opened).toHaveLength(2)
})
