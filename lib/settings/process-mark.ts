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
    ...defined({ namespace: namespaceHere(), started: seen(process.pid)?.started }),
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
  const now = seen(pid)
  if (now === undefined) return 'alive'
  return now.hasEnded || (started !== undefined && now.started !== started) ? 'gone' : 'alive'
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

interface Seen {
  /** Tells apart processes that had the same id, also over a restart of the machine. */
  readonly started: string
  /** Only its id is still there: whoever began it has not asked how it ended, and in some containers nobody ever does. */
  readonly hasEnded: boolean
}

const seen = (pid: number): Seen | undefined =>
  process.platform === 'linux' ? seenOnLinux(pid) : seenByPs(pid)

function seenOnLinux(pid: number): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold anything; of the fields after it the first is the state,
    // and the 20th the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, ticks] = [fields[0], fields[19]]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return ticks === undefined ? undefined : { started: `${boot} ${ticks}`, hasEnded: isEnded(state) }
  } catch {
    // Without /proc, or gone just now: the id alone must do.
    return undefined
  }
}

function seenByPs(pid: number): Seen | undefined {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  const columns = ['-o', 'stat=', '-o', 'lstart=']
  const { stdout, status } = spawnSync('ps', [...columns, '-p', String(pid)], { encoding: 'utf8', env })
  const [, state, started] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(status === 0 ? stdout : '') ?? []
  return started === undefined ? undefined : { started, hasEnded: isEnded(state) }
}

/** Zombie, or dead: proc_pid_stat(5), ps(1). */
const isEnded = (state: string | undefined): boolean => /^[ZX]/i.test(state ?? '')
