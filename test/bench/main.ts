// `npm run bench`: what coldburst costs and how exact it is, beside others, on this machine. It asserts nothing.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Goal, judge } from './goal.ts'
import { describeMachine, type Machine } from './machine.ts'
import { type Bench, CannotMeasure, type Findings } from './measure.ts'
import { measures } from './measures/index.ts'
import { compileNative, type NativePrograms } from './native.ts'
import { type BenchOptions, readOptions } from './options.ts'
import { listenForNoise, type Noise } from './noise.ts'
import { printDuration, printFindings, printGoals, printLeftOut, printMachine } from './print.ts'
import { startStub } from './stub-servers.ts'
import { testCertificate } from './test-certificate.ts'

const repeats = 3

const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  process.stderr.write(`bench: ${options}\n`)
  process.exitCode = 2
} else {
  await main(options)
}

async function main({ json, only }: BenchOptions): Promise<void> {
  const startedAt = performance.now()
  const machine = describeMachine()
  const say = (text: string): void => void (json || process.stdout.write(text))
  const outcomes: Record<string, Outcome> = {}
  await withBench(machine, async (bench) => {
    say(printMachine(machine, bench))
    for (const name of only) {
      const outcome = await run(name, bench)
      outcomes[name] = outcome
      say(
        outcome.kind === 'measured'
          ? printFindings(outcome.findings, outcome.noise)
          : printLeftOut(name, outcome.why),
      )
    }
  })
  const goals = Object.values(outcomes).flatMap((each) =>
    each.kind === 'measured' ? each.findings.goals : [],
  )
  const noises = Object.values(outcomes).flatMap((each) => (each.kind === 'measured' ? [each.noise] : []))
  say(printGoals(goals, noises))
  const tookMs = Math.round(performance.now() - startedAt)
  say(printDuration(tookMs))
  if (json) {
    const document = { machine, repeats, tookMs, goals: goals.map(withVerdict), measures: dataOf(outcomes) }
    process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)
  }
  if (Object.values(outcomes).some(({ kind }) => kind === 'failed')) process.exitCode = 1
}

type Outcome =
  | { readonly kind: 'measured'; readonly findings: Findings; readonly noise: Noise }
  | { readonly kind: 'left-out' | 'failed'; readonly why: string }

async function run(name: string, bench: Bench): Promise<Outcome> {
  try {
    const noise = await listenForNoise(bench.cores?.client)
    const findings = await measures[name]?.(bench)
    if (findings === undefined) return { kind: 'failed', why: 'there is no such measure' }
    return { kind: 'measured', findings, noise }
  } catch (error) {
    // The other measures still tell something.
    if (error instanceof CannotMeasure) return { kind: 'left-out', why: error.message }
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}

function withVerdict(goal: Goal): object {
  return { ...goal, verdict: judge(goal) }
}

function dataOf(outcomes: Readonly<Record<string, Outcome>>): Record<string, unknown> {
  const entries = Object.entries(outcomes).map(([name, outcome]) => [
    name,
    outcome.kind === 'measured'
      ? { noise: outcome.noise, data: outcome.findings.data }
      : { notMeasured: outcome.why },
  ])
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** Makes room, compiles what there is a compiler for, starts the stub; ends and deletes all of it, also on Ctrl-C. */
async function withBench(machine: Machine, use: (bench: Bench) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'coldburst-bench-'))
  const clear = (): void => rmSync(root, { recursive: true, force: true })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    // The processes end by themselves when this one does.
    process.once(signal, () => {
      clear()
      process.exit(code)
    })
  }
  try {
    const native = compileNative(root)
    const stub = await startStub(programsOf(native), machine.pinned?.server)
    try {
      const { openFiles, pinned: cores } = machine
      const certificate = testCertificate
      const newFolder = folderMaker(root)
      await use({ stub, native, certificate, cores, openFiles, repeats, newFolder })
    } finally {
      await stub.end()
    }
  } finally {
    clear()
  }
}

function programsOf(native: NativePrograms | string): NativePrograms | undefined {
  return typeof native === 'string' ? undefined : native
}

function folderMaker(root: string): () => string {
  let folders = 0
  return () => {
    folders += 1
    const folder = join(root, `run-${folders}`)
    mkdirSync(folder)
    return folder
  }
}
