import type { Run } from '../../../lib/model/run.ts'
import { coldburstRun } from '../coldburst-run.ts'
import { type EmulatorProcess, startEmulator } from '../emulator-process.ts'
import type { Goal } from '../goal.ts'
import { type Bench, CannotMeasure, type Findings } from '../measure.ts'
import { pssBytes } from '../pss.ts'
import { simulatedFunction } from '../simulated-function.ts'
import { number } from '../table.ts'

const perSecond = 2_000
const seconds = 10
const atOnce = 5_000
const holdMs = 5_000
const concurrency = 100
/** Each invocation of the burst has a connection, and both sides need a few files besides. */
const openFilesNeeded = atOnce + 200

interface Reading {
  readonly name: 'open loop' | 'closed loop' | 'burst'
  readonly ok: number
  readonly sent: number
  readonly perSecond: number
  readonly environments: number
  /** Of the emulator alone, each invocation. */
  readonly cpuMicros: number
  /** Beyond what REPORT says, of warm invocations; ms. */
  readonly overhead: { readonly p50: number; readonly p99: number } | undefined
  readonly valid: boolean
  readonly reasons: readonly string[]
  /** How much the emulator grew, for each environment and its connection. */
  readonly bytesPerEnvironment: number | undefined
}

/** What simulated functions bear, fired at by the built `coldburst run` on the other core. */
export async function localLambdaSimulated(bench: Bench): Promise<Findings> {
  if (bench.openFiles !== undefined && bench.openFiles < openFilesNeeded) {
    throw new CannotMeasure(
      `a burst of ${atOnce} needs ${openFilesNeeded} open files and \`ulimit -n\` is ${bench.openFiles}`,
    )
  }
  const folder = bench.newFolder()
  const functions = ['warm-up', 'open', 'closed', 'burst'].map(simulatedFunction)
  const emulator = await startEmulator(functions, folder, bench.cores?.server)
  try {
    await coldburstRun(emulator.endpoint, flags('warm-up', 'rate', 2), bench.newFolder(), bench.cores?.client)
    const readings = [
      await read(bench, emulator, 'open loop', flags('open', 'rate', seconds)),
      await read(bench, emulator, 'closed loop', flags('closed', 'closed', seconds)),
      await read(bench, emulator, 'burst', burstFlags),
    ]
    return findings(readings)
  } finally {
    await emulator.end()
  }
}

function flags(name: string, load: 'rate' | 'closed', forSeconds: number): readonly string[] {
  const loop = load === 'rate' ? ['--rate', `${perSecond}/s`] : ['--concurrency', String(concurrency)]
  return ['--function', name, ...loop, '--duration', `${forSeconds}s`]
}

const burstFlags = ['--function', 'burst', '--burst', String(atOnce), '--payload', JSON.stringify({ holdMs })]

async function read(
  bench: Bench,
  emulator: EmulatorProcess,
  name: Reading['name'],
  load: readonly string[],
): Promise<Reading> {
  const [cpuBefore, bytesBefore] = [(await emulator.stats()).cpuSeconds, pssBytes(emulator.pid)]
  const run = await coldburstRun(emulator.endpoint, load, bench.newFolder(), bench.cores?.client)
  const [cpuAfter, bytesAfter] = [(await emulator.stats()).cpuSeconds, pssBytes(emulator.pid)]
  const { counts, environments, validity } = run
  const grown = bytesBefore === undefined || bytesAfter === undefined ? undefined : bytesAfter - bytesBefore
  return {
    name,
    ok: counts.ok,
    sent: counts.sent,
    perSecond: counts.ok / (run.durationMs / 1_000),
    environments: environments.count,
    cpuMicros: ((cpuAfter - cpuBefore) * 1_000_000) / Math.max(1, counts.sent),
    overhead: overheadOf(run),
    valid: validity.valid,
    reasons: validity.reasons,
    bytesPerEnvironment: grown === undefined ? undefined : grown / environments.count,
  }
}

function overheadOf({ distributions }: Run): Reading['overhead'] {
  const warm = distributions.overhead?.warm
  return warm === undefined ? undefined : { p50: warm.p50 / 1_000, p99: warm.p99 / 1_000 }
}

function findings(readings: readonly Reading[]): Findings {
  const burst = readings.find(({ name }) => name === 'burst')
  const kilobytes = (burst?.bytesPerEnvironment ?? Number.NaN) / 1_024
  return {
    title:
      `Simulated functions of the local Lambda: ${perSecond.toLocaleString('en-US')}/s for ${seconds} s, a closed ` +
      `loop of ${concurrency} for ${seconds} s, a burst of ${atOnce.toLocaleString('en-US')} held for ${holdMs / 1_000} s`,
    table: [
      ['', 'ok', 'per second', 'environments', 'CPU µs each', 'overhead p50 ms', 'p99 ms', 'run'],
      ...readings.map(row),
    ],
    notes: [
      'CPU is the local Lambda’s; overhead is service time less what REPORT says, of warm invocations: timers of Node are 1 ms coarse.',
      `In the burst the local Lambda grew by ${number(kilobytes)} KB for each environment, its open connection included.`,
      ...readings.flatMap(({ name, reasons }) =>
        reasons.map((reason) => `The ${name} is invalid: ${reason}.`),
      ),
    ],
    goals: goalsOf(readings),
    data: { perSecond, seconds, atOnce, holdMs, concurrency, readings },
  }
}

function row({ name, ok, perSecond, environments, cpuMicros, overhead, valid }: Reading): string[] {
  return [
    name,
    ok.toLocaleString('en-US'),
    number(perSecond),
    environments.toLocaleString('en-US'),
    number(cpuMicros),
    overhead === undefined ? '' : number(overhead.p50),
    overhead === undefined ? '' : number(overhead.p99),
    valid ? 'valid' : 'not valid',
  ]
}

function goalsOf(readings: readonly Reading[]): Goal[] {
  const [open, burst] = [readings[0], readings[2]]
  // What was answered in a run that is not valid was not fired as planned.
  const kept = (reading: Reading | undefined, value: number | undefined) =>
    reading?.valid === true && reading.ok === reading.sent ? value : 0
  return [
    {
      what: 'simulated functions: invocations/s in a valid run, all answered',
      bound: 'at least',
      limit: perSecond,
      unit: '',
      measured: kept(open, open === undefined ? undefined : open.sent / seconds),
    },
    {
      what: 'simulated functions: environments at once, all invocations answered',
      bound: 'at least',
      limit: atOnce,
      unit: '',
      measured: kept(burst, burst?.environments),
    },
  ]
}
