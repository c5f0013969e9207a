import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Run } from '../../lib/model/run.ts'
import { temporaryFolder } from './temporary-folder.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface CliOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Run by a shell with this before it, for example `ulimit -f 40;`. */
  readonly shell?: string
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built CLI, running. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when stdout and stderr together hold `text`; rejects when the process ends without it. */
  seen(text: string | RegExp): Promise<void>
  /** What was printed on stdout so far. */
  stdout(): string
}

/** Starts the built CLI with nothing of the caller's AWS or COLDBURST settings; killed when the test ends. */
export function start(args: readonly string[], options: CliOptions = {}): Running {
  const command =
    options.shell === undefined ? [process.execPath, main, ...args] : shellCommand(options.shell, args)
  const [file = '', ...rest] = command
  const child = spawn(file, rest, {
    cwd: options.cwd ?? temporaryFolder(),
    env: { PATH: process.env['PATH'], HOME: tmpdir(), LANG: 'C.UTF-8', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })))
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    child,
    ended,
    stdout: () => said.stdout,
    seen: async (text) => waitFor(text, said, listeners, ended),
  }
}

/** Runs the built CLI to its end. */
export const cli = async (args: readonly string[], options: CliOptions = {}): Promise<Ended> =>
  start(args, options).ended

const shellCommand = (before: string, args: readonly string[]): string[] => [
  'bash',
  '-c',
  `${before} exec "$@"`,
  'bash',
  process.execPath,
  main,
  ...args,
]

async function waitFor(
  text: string | RegExp,
  said: { stdout: string; stderr: string },
  listeners: Set<() => void>,
  ended: Promise<Ended>,
): Promise<void> {
  const holds = (): boolean => {
    const all = said.stdout + said.stderr
    return typeof text === 'string' ? all.includes(text) : text.test(all)
  }
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (!holds()) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    void ended.then(() =>
      holds() ? resolve() : reject(new Error(`ended without ${text}:\n${said.stdout}${said.stderr}`)),
    )
    look()
  })
}

/** The only run stored below `<cwd>/runs`. */
export function onlyRun(cwd: string): string {
  const names = readdirSync(join(cwd, 'runs'))
  const [name] = names
  if (name === undefined || names.length !== 1) throw new Error(`not one run but ${names.length}`)
  return join(cwd, 'runs', name)
}

export const readRun = (folder: string): Run =>
  JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Run
