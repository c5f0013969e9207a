import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

import type { Exit } from './runtime-event.ts'

/** A child process that leads a process group of its own. */
export interface ProcessGroup {
  /** Also the group's id; undefined when it could not be started. */
  readonly pid: number | undefined
  /** Its leader has ended; `ended` follows. */
  readonly gone: boolean
  freeze(): void
  thaw(): void
  kill(): void
  /** Its leader has ended, the rest of the group is killed and the output is read. Never rejects. */
  readonly ended: Promise<Exit>
}

export interface ProcessSpec {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export function spawnGroup(spec: ProcessSpec, onOutput: (chunk: Buffer) => void): ProcessGroup {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // First of all: an `error` that nobody listens to would end this process.
  const ended = untilEnded(child, spec.command)
  let gone = child.pid === undefined
  const signal = (name: NodeJS.Signals): void => {
    if (!gone) signalGroup(child.pid, name)
  }
  // Without file descriptors there are no pipes, whatever the types say.
  const pipes: readonly (Readable | undefined)[] = [child.stdout, child.stderr]
  for (const pipe of pipes) pipe?.on('data', onOutput)
  child.once('exit', () => {
    // What the leader leaves behind in its group goes with it; after this the id may be anybody's.
    signal('SIGKILL')
    gone = true
  })
  return {
    pid: child.pid,
    get gone() {
      return gone
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    kill: () => signal('SIGKILL'),
    ended,
  }
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  // Group 0 would be our own.
  if (pid === undefined || pid <= 0) return
  try {
    process.kill(-pid, name)
  } catch {
    // ESRCH: it has ended, and its exit event is on the way.
  }
}

async function untilEnded(child: ChildProcess, path: string): Promise<Exit> {
  const exit = await new Promise<Exit>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'not-started', path, code: error.code ?? error.message }),
    )
    child.once('exit', (status, signal) =>
      resolve(signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'signaled', signal }),
    )
  })
  if (exit.kind !== 'not-started') await outputRead(child)
  // What it sent over a socket in its last moment is read in this turn of the loop.
  await setImmediate()
  return exit
}

// A process that left the group can hold the pipes open for ever.
const LONGEST_READ_MS = 50

async function outputRead(child: ChildProcess): Promise<void> {
  const pipes = [child.stdout, child.stderr]
  if (pipes.every((pipe) => pipe === null || pipe.closed)) return
  await new Promise<void>((resolve) => {
    const giveUp = (): void => {
      for (const pipe of pipes) pipe?.destroy()
      resolve()
    }
    // Where the event loop was held up all that time, what has come is read in this turn of it.
    const timer = setTimeout(() => void setImmediate().then(giveUp), LONGEST_READ_MS)
    child.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
