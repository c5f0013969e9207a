import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Observation } from '../model/observation.ts'
import type { Run } from '../model/run.ts'
import { openRun } from '../store/run-folder.ts'
import type { BenchOptions } from './bench.ts'
import type { Meddled, MeasuredProcess, ProcessExperiment } from './check.ts'

interface ProcessOptions extends BenchOptions {
  readonly functionName: string
}

type Seen = Omit<MeasuredProcess, 'served' | 'noise'>

/** Runs `coldburst run` with nothing of the user's settings. Throws Error when it prints no document. */
export async function fireInProcess(experiment: ProcessExperiment, options: ProcessOptions): Promise<Seen> {
  mkdirSync(options.folder, { recursive: true })
  const folder = mkdtempSync(join(options.folder, 'process-'))
  const begun = options.server.first()
  // Nobody waits for it where the process ends without having sent anything.
  begun.catch(() => undefined)
  const child = spawn(process.execPath, [options.cli, ...flagsOf(experiment, options)], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const unwatch = options.meter.watch(child.pid)
  const stop = (): void => void child.kill('SIGTERM')
  options.signal.addEventListener('abort', stop)
  try {
    const ended = endOf(child)
    await Promise.race([begun.then(async () => experiment.meddle?.(meddled(child))), ended])
    return await read(await ended, folder)
  } finally {
    unwatch()
    options.signal.removeEventListener('abort', stop)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

const flagsOf = ({ flags }: ProcessExperiment, { server, functionName }: ProcessOptions): string[] => {
  const target = ['--function', functionName, '--endpoint', server.endpoint, '--region', 'us-east-1']
  return ['run', ...target, ...flags, '--json', '--quiet', '--runs', 'runs']
}

/** Without AWS's and our own variables: what is measured must not depend on them. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

interface End {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

async function endOf(child: ChildProcess): Promise<End> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the process has no output')
  const [[code], printed, said] = await Promise.all([once(child, 'close'), text(stdout), text(stderr)])
  return { code: code as number | null, stdout: printed, stderr: said }
}

const meddled = (child: ChildProcess): Meddled => ({
  wait: async (millis) => sleep(millis),
  async pause(millis) {
    const from = process.hrtime.bigint()
    child.kill('SIGSTOP')
    try {
      await sleep(millis)
    } finally {
      child.kill('SIGCONT')
    }
    return Number(process.hrtime.bigint() - from) / 1_000
  },
})

async function read({ code, stdout, stderr }: End, folder: string): Promise<Seen> {
  if (!stdout.startsWith('{')) throw new Error(`coldburst run printed no document, but: ${stderr || stdout}`)
  const run = JSON.parse(stdout) as Run
  const runs = join(folder, 'runs')
  const observations: Observation[] = []
  for (const name of readdirSync(runs)) {
    for await (const one of openRun(join(runs, name)).observations()) observations.push(one)
  }
  return { run, observations, exitCode: code }
}
