// `npm run bench`: what coldburst costs beside plain client-lambda and autocannon, on this machine. It asserts no limits.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProcess } from './bench-process.ts'
import { describeMachine, type Machine } from './machine.ts'
import { type Bench, CannotMeasure, type Findings } from './measure.ts'
import { measures } from './measures/index.ts'
import { type BenchOptions, readOptions } from './options.ts'
import { printDuration, printFindings, printLeftOut, printMachine } from './print.ts'

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
  say(printMachine(machine, repeats))
  const outcomes: Record<string, Outcome> = {}
  await withBench(machine, async (bench) => {
    for (const name of only) {
      const outcome = await run(name, bench)
      outcomes[name] = outcome
      say(outcome.kind === 'measured' ? printFindings(outcome.findings) : printLeftOut(name, outcome.why))
    }
  })
  const tookMs = Math.round(performance.now() - startedAt)
  say(printDuration(tookMs))
  if (json)
    process.stdout.write(
      `${JSON.stringify({ machine, repeats, tookMs, measures: dataOf(outcomes) }, undefined, 2)}\n`,
    )
  if (Object.values(outcomes).some(({ kind }) => kind === 'failed')) process.exitCode = 1
}

type Outcome =
  | { readonly kind: 'measured'; readonly findings: Findings }
  | { readonly kind: 'left-out' | 'failed'; readonly why: string }

async function run(name: string, bench: Bench): Promise<Outcome> {
  try {
    const findings = await measures[name]?.(bench)
    return findings ? { kind: 'measured', findings } : { kind: 'failed', why: 'there is no such measure' }
  } catch (error) {
    // The other measures still tell something.
    if (error instanceof CannotMeasure) return { kind: 'left-out', why: error.message }
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) }
  }
}

function dataOf(outcomes: Readonly<Record<string, Outcome>>): Record<string, unknown> {
  const entries = Object.entries(outcomes).map(([name, outcome]) => [
    name,
    outcome.kind === 'measured' ? outcome.findings.data : { notMeasured: outcome.why },
  ])
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** Starts the stub server and makes room for observations; ends and deletes both, also on Ctrl-C. */
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
  const stub = startProcess('stub-server', machine.pinned?.server)
  let folders = 0
  try {
    const { endpoint } = (await stub.ask('listen')) as { endpoint: string }
    await use({
      endpoint,
      stub,
      clientCore: machine.pinned?.client,
      openFiles: machine.openFiles,
      repeats,
      newFolder() {
        folders += 1
        const folder = join(root, String(folders))
        mkdirSync(folder)
        return folder
      },
    })
  } finally {
    await stub.end()
    clear()
  }
}
