import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { FunctionConfig } from '../../lib/emulator/protocol.ts'
import { type Invoked, startTestEmulator, type TestEmulator } from '../support/emulator.ts'
import { constant, noFailures, simulatedFunction } from '../support/simulated-function.ts'

const lognormal = (medianMs: number) => ({ kind: 'lognormal', medianMs, p99Ms: 2 * medianMs }) as const
const drawn = simulatedFunction({
  seed: 11,
  init: lognormal(30),
  work: { kind: 'share', compute: lognormal(2), wait: lognormal(3) },
  failures: { ...noFailures, error: 0.2 },
})
const failing = simulatedFunction(
  { seed: 12, init: constant(5), failures: { error: 0, exit: 0.4, timeout: 0, outOfMemory: 0.2, init: 0.3 } },
  { name: 'failing' },
)
const holding = simulatedFunction(
  { init: constant(10) },
  { name: 'holding', memoryMb: 3_008, timeoutMs: 30_000 },
)

const reportOf = ({ log }: Invoked): string => log.trimEnd().split('\n').at(-1) ?? ''

/** Without the SDK, which has 50 connections at most. */
async function reportOfPlainCall(endpoint: string, name: string, event: object): Promise<string> {
  const answer = await fetch(`${endpoint}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { 'x-amz-log-type': 'Tail' },
    body: JSON.stringify(event),
  })
  await answer.arrayBuffer()
  return Buffer.from(answer.headers.get('x-amz-log-result') ?? '', 'base64').toString()
}

async function inTurn(emulator: TestEmulator, name: string, count: number): Promise<Invoked[]> {
  const invoked: Invoked[] = []
  for (let number = 0; number < count; number += 1) invoked.push(await emulator.invoke(name))
  return invoked
}

describe('simulated functions', () => {
  let emulator: TestEmulator
  const others: TestEmulator[] = []
  const start = async (functions: readonly FunctionConfig[], seed: number): Promise<TestEmulator> => {
    const other = await startTestEmulator(functions, { seed })
    others.push(other)
    return other
  }
  beforeAll(async () => {
    emulator = await start([drawn, failing, holding], 5)
  })
  afterAll(async () => {
    for (const other of others) await other.stop()
  })

  test('the same seed and the same invocations give the same REPORT lines, byte for byte', async () => {
    const again = await start([drawn, failing], 5)
    for (const name of ['modelled', 'failing']) {
      const [first, second] = [await inTurn(emulator, name, 25), await inTurn(again, name, 25)]
      expect(second.map(reportOf)).toEqual(first.map(reportOf))
      expect(new Set(first.map(reportOf)).size).toBe(25)
      for (const invoked of first) expect(reportOf(invoked)).toContain(` ${invoked.requestId}\t`)
    }
  })

  test('a burst gives the same REPORT lines again, in whichever order they come', async () => {
    const [one, other] = [await start([drawn], 6), await start([drawn], 6)]
    const burst = async (on: TestEmulator): Promise<string[]> => {
      const invoked = await Promise.all(
        Array.from({ length: 30 }, () => on.invoke('modelled', { holdMs: 300 })),
      )
      return invoked.map(reportOf).sort()
    }
    expect(await burst(one)).toEqual(await burst(other))
  })

  test('another seed gives other request ids', async () => {
    const other = await start([drawn], 99)
    const [invoked] = await inTurn(other, 'modelled', 1)
    expect(emulator.truth().map(({ requestId }) => requestId)).not.toContain(invoked?.requestId)
  })

  test('five hundred at once have five hundred environments, whatever memory they are said to have', async () => {
    const before = (await emulator.stats()).environmentsStarted
    const reports = await Promise.all(
      Array.from({ length: 500 }, () => reportOfPlainCall(emulator.endpoint, 'holding', { holdMs: 5_000 })),
    )
    // 5,000 ms held and 20 of work; one ceil of that and 10 ms of INIT.
    const whole = '\tDuration: 5020.00 ms\tBilled Duration: 5030 ms\tMemory Size: 3008 MB\t'
    expect(reports.filter((report) => report.includes(whole))).toHaveLength(500)
    const { environmentsStarted, localCapHits } = await emulator.stats()
    expect(environmentsStarted - before).toBe(500)
    expect(localCapHits).toBe(0)
  })

  test('no invocation is faster for its caller than its own Duration', async () => {
    for (let number = 0; number < 20; number += 1) {
      const startedAt = performance.now()
      const { report } = await emulator.invoke('modelled')
      const tookMs = performance.now() - startedAt
      expect(tookMs).toBeGreaterThanOrEqual(Number.parseFloat(report['Duration'] ?? ''))
    }
  })
})

test('simulated functions and processes live side by side', async () => {
  const codeDir = fileURLToPath(new URL('../../profiles/functions/hello', import.meta.url))
  const hello = {
    ...simulatedFunction({}, { name: 'hello' }),
    runtime: 'node',
    codeDir,
    handler: 'index.handler',
  }
  const { model: _, ...process } = hello
  const emulator = await startTestEmulator([process as FunctionConfig, drawn])
  try {
    const [real, modelled] = [await emulator.invoke('hello'), await emulator.invoke('modelled')]
    expect(Object.keys(modelled.answer)).toEqual(Object.keys(real.answer))
    const line = (invoked: Invoked): string[] => Object.keys(invoked.report)
    expect(line(modelled)).toEqual(line(real))
    expect(emulator.truth().map(({ start }) => start)).toEqual(['cold', 'cold'])
  } finally {
    await emulator.stop()
  }
})
