import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { NODE_RUNTIME_NAME } from '../environment/environment-variables.ts'
import type { FunctionConfig, ProcessFunction } from '../protocol.ts'

/** The managed runtime that a function's own one stands for, in AWS's spelling: asks the program that runs it. */
export async function runtimeNameOf(fn: FunctionConfig): Promise<string> {
  switch (fn.runtime) {
    case 'node':
      if (fn.runtimeBinary === undefined) return NODE_RUNTIME_NAME
      return named(
        await versionOf(fn.runtimeBinary),
        /^v(\d+)\./,
        (version) => `nodejs${version}.x`,
        'nodejs',
      )
    case 'python':
      return named(
        await versionOf(fn.runtimeBinary ?? 'python3'),
        /^Python (\d+\.\d+)/,
        (version) => `python${version}`,
        'python3',
      )
    case 'bootstrap':
    case 'simulated':
      return 'provided.al2023'
    default:
      return fn satisfies never
  }
}

async function versionOf(binary: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 10_000 })
    return stdout
  } catch {
    // Its invocations will say what is wrong with it; here only its name is unknown.
    return ''
  }
}

function named(output: string, pattern: RegExp, name: (version: string) => string, unknown: string): string {
  const version = pattern.exec(output)?.[1]
  return version === undefined ? unknown : name(version)
}

/** Which of the local runtimes runs a managed one; undefined for those that are not here, such as java21. */
export function localRuntime(runtimeName: string): ProcessFunction['runtime'] | undefined {
  if (/^nodejs\d+\.x$/.test(runtimeName)) return 'node'
  if (/^python3\.\d+$/.test(runtimeName)) return 'python'
  return /^provided(\.al\d+)?$/.test(runtimeName) ? 'bootstrap' : undefined
}
