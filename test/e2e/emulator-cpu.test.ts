import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type {
  FunctionSample,
  ResourceLine,
  SampleLine,
} from '../../lib/emulator/resources/sampling/resource-log.ts'
import { fixture, startTestEmulator, type TestEmulator, testFolder } from '../support/emulator.ts'

// Memory buys processor time. The bounds are wide, and where this machine had no core free they hold on one
// side only: other programs run here too.

const sizes = [128, 256, 512, 1_024, 1_769]
const codeDir = fileURLToPath(new URL('../../profiles/functions/cpu', import.meta.url))
const onLinux = process.platform === 'linux'

/** Milliseconds of one field of a REPORT line. */
const ms = (report: Readonly<Record<string, string>>, field: string): number =>
  parseFloat(report[field] ?? '')

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

function readLog(path: string) {
  const text = readFileSync(path, 'utf8').trim()
  const lines = text.split('\n').map((line) => JSON.parse(line) as ResourceLine)
  const samples = lines.filter((line): line is SampleLine => line.kind === 'sample')
  const of = (name: string) => samples.flatMap(({ functions }) => functions[name] ?? [])
  const sum = (name: string, key: keyof FunctionSample): number =>
    of(name).reduce((total, sample) => total + sample[key], 0)
  return { mechanisms: lines[0], of, sum }
}

describe.runIf(onLinux).each(['auto', 'closed-loop'] as const)('with %s', (cpu) => {
  const path = join(testFolder(), 'resources.ndjson')
  /** The Durations of all invocations together, s. */
  const durations = new Map<number, number>()
  const inits: number[] = []
  let log: ReturnType<typeof readLog>

  beforeAll(async () => {
    const functions = sizes.map((memoryMb) => fixture('', `cpu-${memoryMb}`, { codeDir, memoryMb }))
    const waits = fixture('', 'waits', { codeDir, memoryMb: 128 })
    const emulator = await startTestEmulator([...functions, waits], { cpu, resourceLog: path })
    for (const memoryMb of sizes) {
      let total = 0
      for (let call = 0; call < 4; call += 1) {
        const { report } = await emulator.invoke(`cpu-${memoryMb}`, { rounds: 850 })
        if (call === 0) inits.push(ms(report, 'Init Duration'))
        total += ms(report, 'Duration') / 1_000
      }
      durations.set(memoryMb, total)
    }
    await emulator.invoke('waits', { rounds: 0, holdMs: 1_500 })
    await emulator.stop()
    log = readLog(path)
  })

  test('Duration is in proportion to 1 / memory', () => {
    for (const memoryMb of sizes) {
      const name = `cpu-${memoryMb}`
      // Of all together: an invocation that follows one that waited for a core catches up. And against the
      // processor time of each: a machine that other machines slow down takes more of it for the same work.
      const atFullCore = ((durations.get(memoryMb) ?? NaN) * memoryMb) / 1_769
      const ratio = atFullCore / log.sum(name, 'cpuSeconds')
      expect(ratio, name).toBeGreaterThan(0.7)
      const waited = log.sum(name, 'waitedSeconds') / log.sum(name, 'askedSeconds')
      if (waited < 0.1) expect(ratio, name).toBeLessThan(1.4)
    }
  })

  test('Init Duration does not follow memory', () => {
    // Without the boost it would take 14 times as long at 128 MB as at 1,769 MB.
    expect(inits[0]).toBeLessThan(5 * median(inits))
  })

  test('the log says by which means, and what was due and what was got', () => {
    expect(log.mechanisms).toMatchObject({ kind: 'mechanisms', rows: [{ row: 'cpu' }, {}, {}, {}] })
    for (const memoryMb of [128, 256]) {
      const name = `cpu-${memoryMb}`
      const share = memoryMb / 1_769
      expect(log.of(name)[0]?.askedShare).toBeCloseTo(share, 5)
      const [asked, got] = [log.sum(name, 'askedSeconds'), log.sum(name, 'cpuSeconds')]
      expect(asked / log.sum(name, 'wantedSeconds')).toBeCloseTo(share, 2)
      expect(got).toBeLessThan(1.25 * asked)
      // What it did not get is what it waited for.
      expect(asked - got).toBeLessThan(0.15 * asked + log.sum(name, 'waitedSeconds'))
    }
  })

  test('a function that waits for a timer is due nothing for it', () => {
    expect(log.sum('waits', 'busySeconds')).toBeGreaterThanOrEqual(1.4)
    expect(log.sum('waits', 'wantedSeconds')).toBeLessThan(0.7)
  })
})

describe.runIf(onLinux)('a function that is held back', () => {
  let emulator: TestEmulator

  beforeAll(async () => {
    const small = { memoryMb: 128, timeoutMs: 1_000 }
    emulator = await startTestEmulator(
      [fixture('spin', 'spin', small), fixture('spin', 'longer', { ...small, timeoutMs: 10_000 })],
      { cpu: 'closed-loop' },
    )
  })
  afterAll(() => emulator.stop())

  test('times out by the wall clock, is ended, and starts again', async () => {
    const { answer, report } = await emulator.invoke('spin', { ms: 5_000 })
    expect(answer.errorType).toBe('Sandbox.Timedout')
    expect(report).toMatchObject({ Duration: '1000.00 ms' })
    const again = await emulator.invoke('spin', { ms: 1 })
    expect(again.functionError).toBeUndefined()
    expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
  })

  test('gets little of the processor, and the next invocation finds it as it was', async () => {
    type Spun = { readonly wallMs: number; readonly cpuMs: number }
    const first = (await emulator.invoke('longer', { ms: 1_500 })).answer as unknown as Spun
    expect(first.wallMs).toBeGreaterThanOrEqual(1_500)
    // 7.2 % are 108 ms.
    expect(first.cpuMs).toBeLessThan(300)
    await emulator.invoke('longer', { ms: 200 })
    const starts = emulator.truth().slice(-2)
    expect(starts.map(({ start }) => start)).toEqual(['cold', 'warm'])
  })
})

test.runIf(onLinux)('without throttling nothing but other programs holds a small function back', async () => {
  const resourceLog = join(testFolder(), 'resources.ndjson')
  const functions = [fixture('spin', 'spin', { memoryMb: 128 })]
  const emulator = await startTestEmulator(functions, { cpu: 'off', resourceLog })
  await emulator.invoke('spin', { ms: 1_000 })
  await emulator.stop()
  const { sum } = readLog(resourceLog)
  expect(sum('spin', 'cpuSeconds') + sum('spin', 'waitedSeconds')).toBeGreaterThan(0.8)
})
