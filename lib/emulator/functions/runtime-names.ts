import { interpreter, managedRuntimeName } from '../environment/runtime-binary.ts'
import type { FunctionConfig, ProcessFunction } from '../protocol.ts'

/** The managed runtime that a function's own one stands for, in AWS's spelling: asks the program that runs it. */
export async function runtimeNameOf(fn: FunctionConfig): Promise<string> {
  if (fn.runtime !== 'node' && fn.runtime !== 'python') return 'provided.al2023'
  const { version } = await interpreter(fn.runtime, fn.runtimeBinary)
  if (version !== undefined) return managedRuntimeName(fn.runtime, version)
  // Its invocations will say what is wrong with it; here only its name is unknown.
  return fn.runtime === 'node' ? 'nodejs' : 'python3'
}

/** Which of the local runtimes runs a managed one; undefined for those that are not here, such as java21. */
export function localRuntime(runtimeName: string): ProcessFunction['runtime'] | undefined {
  if (/^nodejs\d+\.x$/.test(runtimeName)) return 'node'
  if (/^python3\.\d+$/.test(runtimeName)) return 'python'
  return /^provided(\.al\d+)?$/.test(runtimeName) ? 'bootstrap' : undefined
}
