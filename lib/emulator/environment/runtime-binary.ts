import { execFile } from 'node:child_process'
import { basename, dirname } from 'node:path'

import type { ProcessFunction } from '../protocol.ts'

/** The program that runs a function. */
export interface RuntimeBinary {
  readonly path: string
  /** Such as 20.19.1; undefined where it doesn't say, and for a bootstrap. */
  readonly version?: string
}

/** Finds what runs a function. */
export async function runtimeBinary({
  runtime,
  runtimeBinary: given,
  codeDir,
}: ProcessFunction): Promise<RuntimeBinary> {
  return runtime === 'bootstrap' ? { path: `${codeDir}/bootstrap` } : interpreter(runtime, given)
}

/**
 * The program that runs functions of a language: the one given by its path, or this machine's. It is asked for
 * its version once; one that gives no answer is taken as it is.
 */
export async function interpreter(language: Language, given?: string): Promise<RuntimeBinary> {
  if (language === 'node') {
    if (given === undefined) return { path: process.execPath, version: process.versions.node }
    return ask(given, ['--version'], ([line = '']) => describe(given, line))
  }
  return ask(given ?? 'python3', ['-c', TELL], ([version = '', executable = '']) =>
    // A program the user has named may be a wrapper that does more than to find the interpreter.
    describe(given === undefined || isShim(given) ? executable : given, version),
  )
}

type Language = Exclude<ProcessFunction['runtime'], 'bootstrap'>

/** The managed runtime that a version stands for, in AWS's spelling: `nodejs22.x`, `python3.13`. */
export function managedRuntimeName(language: Language, version: string): string {
  const [major, minor] = version.split('.')
  return language === 'node' ? `nodejs${major}.x` : `python${major}.${minor}`
}

/** What INIT_START says, in AWS's words: `Runtime Version: nodejs:20.20.2`. */
export function runtimeVersionText(
  { runtime }: ProcessFunction,
  { version = 'unknown' }: RuntimeBinary,
): string {
  if (runtime === 'bootstrap') return 'Runtime Version: provided'
  return `Runtime Version: ${runtime === 'node' ? 'nodejs' : 'python'}:${version}`
}

const TELL = "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable or '')"

// pyenv, asdf and mise put scripts there that look for the interpreter anew, hundreds of ms at each start.
function isShim(path: string): boolean {
  return basename(dirname(path)) === 'shims'
}

function describe(path: string, told: string): RuntimeBinary {
  const [version] = /\d+\.\d+\.\d+/.exec(told) ?? []
  return { path, ...(version === undefined ? {} : { version }) }
}

type Read = (lines: readonly string[]) => RuntimeBinary

const asked = new Map<string, Promise<RuntimeBinary>>()

function ask(path: string, args: readonly string[], read: Read): Promise<RuntimeBinary> {
  const question = [path, ...args].join('\0')
  const known = asked.get(question)
  if (known !== undefined) return known
  // What could not be started at all may be there later.
  const answer = run(path, args, read, () => asked.delete(question))
  asked.set(question, answer)
  return answer
}

const PATIENCE_MS = 10_000

function run(
  path: string,
  args: readonly string[],
  read: Read,
  onFailure: () => void,
): Promise<RuntimeBinary> {
  const limits = { timeout: PATIENCE_MS, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const
  return new Promise((resolve) => {
    execFile(path, args, limits, (error, output) => {
      if (error !== null && error.killed !== true) onFailure()
      const told = error === null ? read(output.trim().split(/\r?\n/)) : { path }
      resolve(told.path === '' ? { path } : told)
    })
  })
}
