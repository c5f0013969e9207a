import {
  LambdaServiceException,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'

import { eventually, fixture, type Invoked, isAlive, startTestEmulator } from '../support/emulator.ts'

// How environments come and go: limits with their reasons, environments ahead of requests, lives and drains.

/** Every answer, or the reason for which Lambda refused. */
async function burst(size: number, invoke: () => Promise<Invoked>): Promise<(Invoked | string)[]> {
  const settled = await Promise.allSettled(Array.from({ length: size }, invoke))
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : reasonOf(one.reason)))
}

function reasonOf(error: unknown): string {
  if (error instanceof LambdaServiceException && 'Reason' in error) return String(error.Reason)
  throw error
}

function counted(told: readonly (Invoked | string)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of told) {
    const key = typeof one === 'string' ? one : 'served'
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

const served = (told: readonly (Invoked | string)[]): Invoked[] =>
  told.filter((one) => typeof one !== 'string')

test('a burst over the reserved concurrency is served as far as that goes, and each other request gets the Reserved reason', async () => {
  const emulator = await startTestEmulator([
    fixture('probe', 'some', { reservedConcurrency: 3 }),
    fixture('probe', 'none', { reservedConcurrency: 0 }),
  ])
  const some = await burst(10, () => emulator.invoke('some', { holdMs: 2_000 }))
  const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded'
  expect(counted(some)).toEqual({ served: 3, [reason]: 7 })
  expect(new Set(served(some).map(({ answer }) => answer.pid)).size).toBe(3)
  expect(counted(await burst(2, () => emulator.invoke('none')))).toEqual({ [reason]: 2 })
  expect(await emulator.stop()).toMatchObject({ environmentsStarted: 3, throttles: { [reason]: 9 } })
})

test('what others reserve is not there for the rest', async () => {
  const emulator = await startTestEmulator(
    [fixture('probe', 'some', { reservedConcurrency: 3 }), fixture('probe', 'rest')],
    { accountConcurrency: 4 },
  )
  const rest = await burst(3, () => emulator.invoke('rest', { holdMs: 1_500 }))
  expect(counted(rest)).toEqual({ served: 1, ConcurrentInvocationLimitExceeded: 2 })
  await emulator.stop()
})

test('new environments beyond the scaling rate are refused with a reason of their own', async () => {
  // The next one would come 10 s later.
  const emulator = await startTestEmulator([fixture('probe', 'f')], { scalingPer10s: 1 })
  const told = await burst(3, () => emulator.invoke('f', { holdMs: 1_000 }))
  expect(counted(told)).toEqual({ served: 1, FunctionInvocationRateLimitExceeded: 2 })
  expect((await emulator.invoke('f')).answer.calls).toBe(2)
  await emulator.stop()
})

test('requests beyond the rate of the account are refused with a reason of their own', async () => {
  // One at once and one each 10 s: no machine is so slow.
  const emulator = await startTestEmulator([fixture('probe', 'f')], {
    accountConcurrency: 1,
    requestRateFactor: 0.1,
  })
  await emulator.invoke('f')
  expect(await burst(2, () => emulator.invoke('f'))).toEqual([
    'CallerRateLimitExceeded',
    'CallerRateLimitExceeded',
  ])
  await emulator.stop()
})

test('provisioned environments have done their INIT before the first request, and more requests spill over', async () => {
  const emulator = await startTestEmulator([
    fixture('init-second', 'ahead', { alias: 'live', provisionedConcurrency: 2 }),
  ])
  const sentAt = performance.now()
  const told = await burst(3, async () => {
    const invoked = await emulator.invoke('ahead', { holdMs: 700 }, { Qualifier: 'live' })
    return { ...invoked, tookMs: performance.now() - sentAt }
  })
  const typeOf = ({ answer }: Invoked) => answer.env['AWS_LAMBDA_INITIALIZATION_TYPE']
  const types = served(told).map(typeOf)
  expect(types.filter((type) => type === 'provisioned-concurrency')).toHaveLength(2)
  expect(types.filter((type) => type === 'on-demand')).toHaveLength(1)
  // Every REPORT has its Init Duration, but only one caller has waited for it.
  for (const { report } of served(told)) expect(parseFloat(report['Init Duration']!)).toBeGreaterThan(1_000)
  const truth = new Map(emulator.truth().map((line) => [line.requestId, line]))
  for (const one of served(told)) {
    const ahead = typeOf(one) === 'provisioned-concurrency'
    expect(truth.get(one.requestId)).toMatchObject({ start: 'cold', call: 1 })
    expect(truth.get(one.requestId)?.initializedAhead).toBe(ahead ? true : undefined)
    const initMs = parseFloat(one.report['Init Duration']!)
    const waitedMs = (one as Invoked & { tookMs: number }).tookMs - 700
    if (ahead) expect(waitedMs).toBeLessThan(initMs)
    else expect(waitedMs).toBeGreaterThan(initMs)
  }
  const again = await emulator.invoke('ahead', {}, { Qualifier: 'live' })
  expect(again.answer.calls).toBe(2)
  expect(typeOf(again)).toBe('provisioned-concurrency')
  expect(await emulator.stop()).toMatchObject({ starts: { onDemand: 1, provisioned: 2, proactive: 0 } })
})

test('where all that is reserved is provisioned, other qualifiers are throttled', async () => {
  const emulator = await startTestEmulator([
    fixture('probe', 'all', { alias: 'live', provisionedConcurrency: 1, reservedConcurrency: 1 }),
  ])
  expect(await burst(1, () => emulator.invoke('all'))).toEqual([
    'ReservedFunctionConcurrentInvocationLimitExceeded',
  ])
  expect((await emulator.invoke('all', {}, { Qualifier: 'live' })).version).toBe('1')
  await emulator.stop()
})

test('with proactive initialisation a cold start brings another environment that nobody waits for', async () => {
  const emulator = await startTestEmulator([fixture('init-second', 'f')], { proactiveInit: 1 })
  const first = await emulator.invoke('f')
  expect(await emulator.stats()).toMatchObject({ starts: { onDemand: 1, proactive: 1 } })
  // Its INIT began with the first one's and may end after it.
  await expect
    .poll(
      async () => {
        await burst(2, () => emulator.invoke('f', { holdMs: 300 }))
        return emulator.truth().filter(({ initializedAhead }) => initializedAhead === true).length
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0)
  const ahead = emulator.truth().find(({ initializedAhead }) => initializedAhead === true)
  expect(ahead).toMatchObject({ start: 'cold', call: 1, placementUs: 0, outcome: 'ok' })
  expect(ahead?.initMs).toBeGreaterThan(1_000)
  expect(ahead?.processId).not.toBe(first.answer.pid)
  await emulator.stop()
})

test('a placement delay is waited before INIT and is no part of it', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'f')], { placementDelayMs: 1_500 })
  const url = `${emulator.endpoint}/2015-03-31/functions/f/invocations`
  const sentAt = performance.now()
  const cold = await fetch(url, { method: 'POST', headers: { 'X-Amz-Log-Type': 'Tail' } })
  const tookMs = performance.now() - sentAt
  const placementMs = Number(cold.headers.get('x-coldburst-placement-us')) / 1_000
  const log = Buffer.from(cold.headers.get('x-amz-log-result') ?? '', 'base64').toString()
  const initMs = Number(/Init Duration: ([\d.]+) ms/.exec(log)?.[1])
  expect(placementMs).toBeGreaterThan(1_499)
  expect(placementMs + initMs).toBeLessThan(tookMs)
  expect(emulator.truth()[0]).toMatchObject({ placementUs: Math.round(placementMs * 1_000), start: 'cold' })
  const warm = await fetch(url, { method: 'POST' })
  expect(warm.headers.get('x-coldburst-placement-us')).toBeNull()
  await emulator.stop()
})

test('a shutdown does not wait for a placement delay', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'f')], { placementDelayMs: 60_000 })
  const refused = emulator.invoke('f').catch((error: unknown) => error)
  await expect.poll(async () => (await emulator.stats()).environmentsStarted).toBe(1)
  await emulator.stop()
  expect(await refused).toBeInstanceOf(Error)
})

test('idle times differ by their jitter', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'f')], { idleMs: 3_000, idleJitter: 0.5 })
  const invoked = served(await burst(6, () => emulator.invoke('f', { holdMs: 1_000 })))
  const endedAt = performance.now()
  const alive = new Set(invoked.map(({ answer }) => answer.pid))
  expect(alive.size).toBe(6)
  const diedAfterMs: number[] = []
  await expect
    .poll(
      () => {
        for (const pid of alive) {
          if (isAlive(pid)) continue
          alive.delete(pid)
          diedAfterMs.push(performance.now() - endedAt)
        }
        return alive.size
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBe(0)
  // Between 1.5 and 4.5 s each; without jitter they would end as they became idle, nearly together.
  expect(diedAfterMs.at(-1)! - diedAfterMs[0]!).toBeGreaterThan(500)
  await emulator.stop()
})

test('an environment past its lifetime is replaced even if it is never idle for long', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'f')], { lifetimeMs: 2_000 })
  const first = (await emulator.invoke('f')).answer.pid
  await expect
    .poll(async () => (await emulator.invoke('f')).answer.pid, { timeout: 10_000, interval: 20 })
    .not.toBe(first)
  await eventually(() => !isAlive(first))
  await emulator.stop()
})

test('after an update old environments still serve for a while, and then no more', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'f')], { drainMs: 5_000 })
  const old = await emulator.invoke('f')
  const change = { FunctionName: 'f', Environment: { Variables: { REVISION: 'two' } } }
  await emulator.client.send(new UpdateFunctionConfigurationCommand(change))
  await waitUntilFunctionUpdatedV2({ client: emulator.client, maxWaitTime: 20 }, { FunctionName: 'f' })
  const soon = await emulator.invoke('f')
  expect(soon.answer).toMatchObject({ pid: old.answer.pid, calls: 2 })
  await expect
    .poll(async () => (await emulator.invoke('f')).answer.env['REVISION'], { timeout: 20_000, interval: 100 })
    .toBe('two')
  await eventually(() => !isAlive(old.answer.pid))
  await emulator.stop()
})
