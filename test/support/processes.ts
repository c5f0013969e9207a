import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Every process below one, by id: children, their children, and so on. */
export function descendants(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const [id, parent] of existsSync('/proc/self/stat') ? parentsByProc() : parentsByPs()) {
    children.set(parent, [...(children.get(parent) ?? []), id])
  }
  const below = (id: number): number[] =>
    (children.get(id) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

type Parents = readonly (readonly [id: number, parent: number])[]

/** A slim Linux has no ps. */
function parentsByProc(): Parents {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.flatMap((id) => {
    try {
      // `pid (name) state ppid …`, where the name may hold anything.
      const [, parent] = /\) \S (\d+) [^)]*$/.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
      return [[Number(id), Number(parent)] as const]
    } catch {
      // It has ended since the list was made.
      return []
    }
  })
}

function parentsByPs(): Parents {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => {
    const [id = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    return [id, parent] as const
  })
}

/** Those that still exist. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  })
}

/** How many files and sockets a process has open; 0 where the system doesn't tell. */
export function openFiles(pid: number): number {
  return existsSync('/proc/self/fd') ? readdirSync(`/proc/${pid}/fd`).length : 0
}

/** Processes that were started inside of execution environments with these log streams, wherever they are now. */
export function withinEnvironments(logStreams: ReadonlySet<string>): number[] {
  if (!existsSync('/proc/self/environ')) return []
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.map(Number).filter((id) => {
    try {
      const variables = readFileSync(`/proc/${id}/environ`, 'latin1').split('\0')
      const stream = variables.find((variable) => variable.startsWith('AWS_LAMBDA_LOG_STREAM_NAME='))
      return logStreams.has(stream?.slice(stream.indexOf('=') + 1) ?? '')
    } catch {
      // It has ended, or is somebody else's.
      return false
    }
  })
}
