import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { defined } from '../model/defined.ts'
import type { ProcessMark } from './journal.ts'

/** Of this process. */
export function ownMark(): ProcessMark {
  return {
    pid: process.pid,
    host: hostname(),
    ...defined({ namespace: namespaceHere(), started: startOf(process.pid) }),
  }
}

export const isSameProcess = (a: ProcessMark, b: ProcessMark): boolean =>
  a.pid === b.pid && a.host === b.host && a.namespace === b.namespace && a.started === b.started

/**
 * Whether a process is still there. `elsewhere`: it was of another host, or of a container that has processes of its
 * own, and nobody can look there from here.
 */
export type Life = 'alive' | 'gone' | 'elsewhere'

export function lifeOf({ pid, host, namespace, started }: ProcessMark): Life {
  if (host !== hostname()) return 'elsewhere'
  const here = namespaceHere()
  if (namespace !== undefined && here !== undefined && namespace !== here) return 'elsewhere'
  if (!exists(pid)) return 'gone'
  const now = startOf(pid)
  return started === undefined || now === undefined || now === started ? 'alive' : 'gone'
}

/** Of process ids, on Linux: `pid:[4026531836]`. Containers may share the name of their host. */
function namespaceHere(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return undefined
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Tells apart processes that had the same id, also over a restart of the machine. */
function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid)
}

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything; after it, the 20th field is the start.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return ticks === undefined ? undefined : `${boot} ${ticks}`
  } catch {
    // Without /proc, or gone just now: the id alone must do.
    return undefined
  }
}

function startByPs(pid: number): string | undefined {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env })
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined
}
