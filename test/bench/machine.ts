import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { packageVersion } from '../../lib/package-files.ts'

/** What figures depend on besides the code. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly versions: Readonly<Record<'node' | 'coldburst' | 'client-lambda' | 'autocannon', string>>
  /** ISO 8601, UTC, to the minute. */
  readonly date: string
  /** Of the minute before the bench began. */
  readonly loadAverage: number
  readonly openFiles: number | undefined
  /** Undefined where processes can't be pinned to two cores. */
  readonly pinned: { readonly server: number; readonly client: number } | undefined
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    versions: {
      node: process.version,
      coldburst: packageVersion(),
      'client-lambda': versionOf('@aws-sdk/client-lambda'),
      autocannon: versionOf('autocannon'),
    },
    date: `${new Date().toISOString().slice(0, 16)}Z`,
    loadAverage: loadavg()[0] ?? 0,
    openFiles: openFileLimit(),
    pinned: canPin(0) && canPin(1) ? { server: 0, client: 1 } : undefined,
  }
}

function versionOf(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
  return version
}

/** Node has raised its own limit to the hard one by now, and the processes it starts inherit that. */
function openFileLimit(): number | undefined {
  const text = output('/bin/sh', ['-c', 'ulimit -n'])?.trim()
  if (text === 'unlimited') return Infinity
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
}

const canPin = (core: number): boolean => output('taskset', ['-c', String(core), 'true']) !== undefined

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    // The command is not there, or refuses: what it would have told stays unknown.
    return undefined
  }
}
