import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { describeTool } from '../describe-tool.ts'
import type { CheckResult, HonestRate, Selftest, SelftestMachine } from '../model/selftest.ts'
import { micros } from '../model/time.ts'
import { createBench } from './bench.ts'
import type { Bench, Check } from './check.ts'
import { checks } from './checks/index.ts'
import { findHonestRate } from './honest-rate.ts'
import { latenessAt } from './noise/lateness.ts'
import { type NoiseMeter, startNoiseMeter } from './noise/noise-meter.ts'
import { repeatDoubtful, runCheck } from './run-checks.ts'
import { startServerProcess } from './server/server-process.ts'

/** The name of the search for the highest rate, where checks are chosen by name. */
export const rateId = 'rate'

/** What can be chosen: the checks' names, and that of the search for the highest rate. */
export const selftestIds: readonly string[] = [...checks.map(({ id }) => id), rateId]

export interface SelftestOptions {
  /** Some of `selftestIds`; all where it is absent. */
  readonly only?: readonly string[]
  /** Path of the built command line, which some checks start as a process. */
  readonly cli: string
  /** Aborting it ends the check under way; what is done so far is the result. */
  readonly signal: AbortSignal
  onProgress?(step: SelftestStep): void
}

export interface SelftestStep {
  /** From 1. */
  readonly index: number
  readonly of: number
  readonly id: string
  readonly title: string
  readonly again: boolean
}

/** Measures this machine and this version against servers that do what a script says. */
export async function runSelftest(options: SelftestOptions): Promise<Selftest> {
  const startedAt = new Date()
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-selftest-'))
  try {
    const server = await startServerProcess()
    try {
      const meter = await startNoiseMeter()
      try {
        meter.watch(server.pid)
        const bench = createBench({ server, meter, folder, cli: options.cli, signal: options.signal })
        return describe(await work(bench, options, startedAt), meter, options, startedAt)
      } finally {
        await meter.close()
      }
    } finally {
      await server.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Done {
  readonly checks: readonly CheckResult[]
  readonly honestRate?: HonestRate
}

/** First everything once, then what was doubtful again while there is time. */
async function work(bench: Bench, options: SelftestOptions, startedAt: Date): Promise<Done> {
  const wanted = (id: string): boolean => options.only === undefined || options.only.includes(id)
  const chosen = checks.filter(({ id }) => wanted(id))
  const of = chosen.length + (wanted(rateId) ? 1 : 0)
  const say = (check: Pick<Check, 'id' | 'title'>, index: number, again = false): void =>
    options.onProgress?.({ id: check.id, title: check.title, index, of, again })
  const results: CheckResult[] = []
  let honestRate: HonestRate | undefined
  await untilInterrupted(options.signal, async () => {
    for (const [index, check] of chosen.entries()) {
      say(check, index + 1)
      results.push(await runCheck(check, bench))
    }
    if (wanted(rateId)) {
      say({ id: rateId, title: 'The highest rate this machine can fire honestly' }, of)
      honestRate = await findHonestRate(bench)
    }
    const elapsed = (): number => Date.now() - startedAt.getTime()
    await repeatDoubtful(results, chosen, {
      bench,
      elapsed,
      onRepeat: (check, index) => say(check, index + 1, true),
    })
  })
  return { checks: results, ...(honestRate === undefined ? {} : { honestRate }) }
}

/** Interrupted work throws the signal's reason, whichever part of it is being waited for. */
async function untilInterrupted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function describe(done: Done, meter: NoiseMeter, { signal }: SelftestOptions, startedAt: Date): Selftest {
  return {
    schema: 'coldburst/selftest@1',
    tool: describeTool(),
    machine: machineWith(meter),
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    ended: signal.aborted ? 'interrupted' : 'completed',
    ...done,
  }
}

function machineWith(meter: NoiseMeter): SelftestMachine {
  const { wakeUps } = meter.look()
  const [p50, p99, max] = [50, 99, 100].map((percentile) => micros(latenessAt(wakeUps, percentile)))
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    ...(p50 === undefined || p99 === undefined || max === undefined ? {} : { wakeUp: { p50, p99, max } }),
  }
}
