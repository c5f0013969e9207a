import { existsSync } from 'node:fs'

import type { ProcessSpec } from '../environment/process-group.ts'
import { isProgram } from './storage/find-program.ts'

/**
 * A command that first goes where the process shall run (`enter`, the start of a command line) and sets its
 * limit of data. Process id, group and open files stay those of what is started in the end.
 */
export function startCommand(spec: ProcessSpec, memoryMb: number, enter: readonly string[]): ProcessSpec {
  const canRun = existsSync(spec.cwd) && isProgram(spec.command)
  if (process.platform !== 'linux' || !canRun) return spec
  const shell = ['/bin/sh', '-c', BEGIN, 'sh', String(dataKilobytes(memoryMb)), spec.cwd]
  const [command = '', ...args] = [...enter, ...shell, spec.command, ...spec.args]
  return { ...spec, command, args }
}

// A system without that limit is as good. In another mount namespace the folder has to be found again.
const BEGIN = 'ulimit -d "$1" 2>/dev/null; cd -- "$2" && unset OLDPWD && shift 2 && exec "$@"'

/**
 * Protects the host, should the memory watch not get to look; it has to be so much that no function runs into
 * it before the watch: allocation fails then, where Lambda would end the process. Stacks of threads count.
 */
function dataKilobytes(memoryMb: number): number {
  return (2 * memoryMb + 512) * 1_024
}
