import { spawn } from 'node:child_process'

import { entryPath } from '../entry-path.ts'

/**
 * A process of its own that ends what the emulator leaves behind when it is killed: it kills the process
 * groups and removes the folders and control groups it was told of as soon as the pipe from the emulator closes.
 */
export interface Warden {
  guard(kept: Guarded): void
  release(kept: Guarded): void
  /** Nothing is left to guard: lets it go. */
  close(): void
}

/**
 * A process group by its id, a folder or a control group by its path, what else an environment has
 * started by the name of its log stream; one line of JSON on the pipe.
 */
export type Guarded =
  | { readonly group: number }
  | { readonly folder: string }
  | { readonly cgroup: string }
  | { readonly logStream: string }

export type WardenLine = Guarded & { readonly guard: boolean }

export function startWarden(): Warden {
  const guarded = new Map<string, Guarded>()
  let closing = false
  let restarts = 0
  let pipe = start()

  function start(): NodeJS.WritableStream {
    // Detached: Ctrl-C and the end of the terminal reach every process of the emulator's session.
    const child = spawn(process.execPath, [entryPath('warden/warden-main')], {
      cwd: '/',
      env: {},
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.unref()
    child.once('error', restart)
    child.once('exit', restart)
    // A write to a warden that has just ended: `exit` follows.
    child.stdin.on('error', () => undefined)
    return child.stdin
  }

  function restart(): void {
    if (closing || restarts >= MOST_RESTARTS) return
    restarts += 1
    pipe = start()
    for (const kept of guarded.values()) send(kept, true)
  }

  function send(kept: Guarded, guard: boolean): void {
    pipe.write(`${JSON.stringify({ ...kept, guard } satisfies WardenLine)}\n`)
  }

  return {
    guard(kept) {
      guarded.set(keyOf(kept), kept)
      send(kept, true)
    },
    release(kept) {
      guarded.delete(keyOf(kept))
      send(kept, false)
    },
    close() {
      closing = true
      pipe.end()
    },
  }
}

const MOST_RESTARTS = 5

/** What tells two guarded things apart. */
export function keyOf(kept: Guarded): string {
  if ('group' in kept) return `group ${kept.group}`
  if ('folder' in kept) return `folder ${kept.folder}`
  return 'cgroup' in kept ? `cgroup ${kept.cgroup}` : `log stream ${kept.logStream}`
}
