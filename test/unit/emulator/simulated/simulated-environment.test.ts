import { expect, test } from 'vitest'

import type { Environment } from '../../../../lib/emulator/environment/environment.ts'
import type { Served } from '../../../../lib/emulator/environment/invocation.ts'
import { createSimulatedEnvironment } from '../../../../lib/emulator/simulated/simulated-environment.ts'
import { createSimulatedHost } from '../../../../lib/emulator/simulated/simulated-host.ts'
import type { SimulatedFunction } from '../../../../lib/emulator/protocol.ts'
import { environmentContract } from '../../../contract/environment-contract.ts'
import { constant, noFailures, simulatedFunction } from '../../../support/simulated-function.ts'
import { VirtualTimeline } from '../../../support/virtual-timeline.ts'

interface World {
  readonly timeline: VirtualTimeline
  open(this: void, fn: SimulatedFunction): Environment
}

function world(seed = 1): World {
  const timeline = new VirtualTimeline()
  const host = createSimulatedHost({ seed }, timeline)
  return {
    timeline,
    open: (fn) => createSimulatedEnvironment({ id: 'modelled:1', version: '$LATEST', fn }, 'on-demand', host),
  }
}

environmentContract('model', () => {
  const { timeline, open } = world()
  const fn = simulatedFunction({}, { timeoutMs: 3_000 })
  return { open: async () => open(fn), until: (work) => timeline.run(work) }
})

function serve({ timeline }: World, environment: Environment, number: number, event = {}): Promise<Served> {
  return timeline.run(
    environment.serve({
      requestId: `request-${number}`,
      payload: Buffer.from(JSON.stringify(event)),
      invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:modelled',
      tail: true,
      onAnswer: () => undefined,
    }),
  )
}

const reportOf = ({ tail }: Served): string => tail?.toString().trimEnd().split('\n').at(-1) ?? ''

test('takes as long as its model says, INIT first', async () => {
  const here = world()
  const environment = here.open(simulatedFunction())
  const served = await serve(here, environment, 1)
  expect(here.timeline.now()).toBe(220)
  expect(served).toMatchObject({ start: 'cold', initMs: 200, placementUs: 0 })
  await serve(here, environment, 2)
  expect(here.timeline.now()).toBe(240)
})

test('reports the drawn times, billed as one sum', async () => {
  const here = world()
  const work = { kind: 'share', compute: constant(10.004), wait: constant(5.5) } as const
  const environment = here.open(simulatedFunction({ init: constant(180.25), work }, { memoryMb: 1_769 }))
  // 15.504 ms are printed as 15.50; 15.50 + 180.25 = 195.75 is billed as 196.
  expect(reportOf(await serve(here, environment, 1))).toBe(
    'REPORT RequestId: request-1\tDuration: 15.50 ms\tBilled Duration: 196 ms\t' +
      'Memory Size: 1769 MB\tMax Memory Used: 60 MB\tInit Duration: 180.25 ms',
  )
})

test('a slower INIT than 10 s is run again inside the invocation', async () => {
  const here = world()
  const fn = simulatedFunction({ init: constant(12_000) }, { timeoutMs: 30_000 })
  const served = await serve(here, here.open(fn), 1)
  expect(here.timeline.now()).toBe(10_000 + 12_000 + 20)
  expect(served).toMatchObject({ start: 'cold', outcome: 'ok' })
  expect(served).not.toHaveProperty('initMs')
  expect(reportOf(served)).toContain('\tDuration: 12020.00 ms\t')
})

test('an INIT that fails again inside the invocation gives the environment up', async () => {
  const here = world()
  const fn = simulatedFunction({ failures: { ...noFailures, init: 1 } })
  const served = await serve(here, here.open(fn), 1)
  expect(here.timeline.now()).toBe(400)
  expect(served).toMatchObject({ outcome: 'init-error', status: 'error', lost: true })
  expect(reportOf(served)).toBe(
    'REPORT RequestId: request-1\tDuration: 200.00 ms\tBilled Duration: 200 ms\t' +
      'Memory Size: 512 MB\tMax Memory Used: 60 MB\tStatus: error\tError Type: Runtime.Unknown',
  )
})

test('an environment whose memory fills up is killed, and starts again with what INIT needs', async () => {
  const here = world()
  const fn = simulatedFunction({ memoryUsed: { baseMb: 60.5, perInvocationMb: 100 } }, { memoryMb: 256 })
  const environment = here.open(fn)
  // 60.5 + 100 is 160.5; the second would need 260.5 of 256 MB.
  expect(reportOf(await serve(here, environment, 1))).toContain('Max Memory Used: 161 MB')
  const killed = await serve(here, environment, 2)
  expect(killed).toMatchObject({ outcome: 'out-of-memory', errorType: 'Runtime.OutOfMemory' })
  expect(reportOf(killed)).toContain('Max Memory Used: 256 MB')
  const next = await serve(here, environment, 3)
  // Max Memory Used is the most that the environment ever used, not this process.
  expect(reportOf(next)).toContain('\tDuration: 220.00 ms\t')
  expect(reportOf(next)).toContain('Max Memory Used: 256 MB')
  expect(next).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
})

test('a function that needs more for INIT than it has never gets ready', async () => {
  const here = world()
  const fn = simulatedFunction({ memoryUsed: { baseMb: 129, perInvocationMb: 0 } }, { memoryMb: 128 })
  const served = await serve(here, here.open(fn), 1)
  expect(served).toMatchObject({ outcome: 'out-of-memory', lost: true })
  expect(reportOf(served)).toContain('Max Memory Used: 128 MB')
})

test.each([
  ['error', { outcome: 'error' }, 20],
  ['exit', { outcome: 'exit', errorType: 'Runtime.ExitError' }, 20],
  ['timeout', { outcome: 'timeout', status: 'timeout' }, 3_000],
  ['outOfMemory', { outcome: 'out-of-memory', errorType: 'Runtime.OutOfMemory' }, 20],
] as const)('a failure of the kind %s ends an invocation as it would a process', async (kind, ending, ms) => {
  const here = world()
  const environment = here.open(simulatedFunction({ failures: { ...noFailures, [kind]: 1 } }))
  const served = await serve(here, environment, 1)
  expect(served).toMatchObject({ ...ending, start: 'cold', answer: { functionError: true } })
  expect(here.timeline.now()).toBe(200 + ms)
  // After a crash the next invocation pays for an INIT: 200 ms more.
  await serve(here, environment, 2)
  expect(here.timeline.now()).toBe(200 + ms + (kind === 'error' ? ms : Math.min(3_000, 200 + ms)))
})

test('an INIT inside the invocation counts towards its timeout', async () => {
  const here = world()
  const environment = here.open(simulatedFunction({ init: constant(800) }, { timeoutMs: 1_000 }))
  await serve(here, environment, 1, { exit: 1 })
  const startedAt = here.timeline.now()
  // 800 ms of INIT leave 200 of 1,000 for 220 ms of work.
  expect(await serve(here, environment, 2, { holdMs: 200 })).toMatchObject({ outcome: 'timeout' })
  expect(here.timeline.now()).toBe(startedAt + 1_000)
})

test('an answer is filled up to its size, and replaced by an error beyond the limit', async () => {
  const here = world()
  const fill = await serve(here, here.open(simulatedFunction({ responseBytes: 1_000 })), 1)
  const empty = await serve(here, here.open(simulatedFunction()), 1)
  // `,"fill":""` and the filling itself.
  expect(fill.answer.payload.length - empty.answer.payload.length).toBe(1_000 + 10)
  const tooLarge = await serve(here, here.open(simulatedFunction({ responseBytes: 6_291_456 })), 1)
  expect(tooLarge).toMatchObject({ outcome: 'too-large', errorType: 'Function.ResponseSizeTooLarge' })
})

test('the same seed gives the same environments and reports, another seed others', async () => {
  const lognormal = { kind: 'lognormal', medianMs: 100, p99Ms: 200 } as const
  const fn = simulatedFunction({ init: lognormal })
  const life = async (seed: number): Promise<readonly string[]> => {
    const here = world(seed)
    const environment = here.open(fn)
    const reports = [reportOf(await serve(here, environment, 1)), reportOf(await serve(here, environment, 2))]
    return [environment.logStream, ...reports]
  }
  expect(await life(1)).toEqual(await life(1))
  const [one, other] = [await life(1), await life(2)]
  expect(one[0]).not.toBe(other[0])
  expect(one[0]?.slice(0, 20)).toBe('2026/07/09/[$LATEST]')
})

test('provisioned concurrency has 130 s for its INIT', async () => {
  const timeline = new VirtualTimeline()
  const fn = simulatedFunction({ init: constant(100_000) })
  const deployment = { id: 'modelled:1', version: '1', fn }
  const host = createSimulatedHost({ seed: 1 }, timeline)
  const environment = createSimulatedEnvironment(deployment, 'provisioned-concurrency', host)
  await timeline.run(environment.initialise())
  const served = await serve({ timeline, open: () => environment }, environment, 1)
  expect(served).toMatchObject({ start: 'cold', initMs: 100_000 })
  expect(served.answer.payload.toString()).toContain('"initializationType":"provisioned-concurrency"')
  expect(environment.logStream).toContain('/[1]')
})
