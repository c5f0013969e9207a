import { closeSync, openSync, readdirSync, readSync } from 'node:fs'

/**
 * How long threads of some processes were ready to run and had no core, from Linux's own books
 * (`/proc/<pid>/task/<tid>/schedstat`, https://docs.kernel.org/scheduler/sched-stats.html). Other systems tell
 * nothing, which counts as no wait.
 */
export interface QueueWait {
  /** Of each process the thread that waited longest since the last look, added up, µs. */
  look(): number
}

/** Threads come and go: they are listed again after so many looks. */
const listEvery = 10

export function createQueueWait(processes: () => readonly number[]): QueueWait {
  const threads = new Map<string, Thread>()
  let looks = 0
  return {
    look() {
      if (looks % listEvery === 0) list(processes(), threads)
      looks += 1
      const longest = new Map<number, number>()
      for (const [path, thread] of threads) {
        const waited = readWait(thread.file)
        if (waited === undefined) forget(path, threads)
        else {
          longest.set(thread.pid, Math.max(longest.get(thread.pid) ?? 0, waited - thread.waited))
          thread.waited = waited
        }
      }
      return [...longest.values()].reduce((sum, wait) => sum + wait, 0)
    },
  }
}

interface Thread {
  readonly pid: number
  readonly file: number
  /** Since the thread began, µs. */
  waited: number
}

function list(processes: readonly number[], threads: Map<string, Thread>): void {
  for (const pid of processes) {
    for (const tid of idsBelow(`/proc/${pid}/task`)) {
      const path = `/proc/${pid}/task/${tid}/schedstat`
      const file = threads.has(path) ? undefined : open(path)
      if (file !== undefined) threads.set(path, { pid, file, waited: readWait(file) ?? 0 })
    }
  }
}

/** What ends between two looks, or another system, has none. */
function idsBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    // The thread has ended meanwhile.
    return undefined
  }
}

function forget(path: string, threads: Map<string, Thread>): void {
  const thread = threads.get(path)
  threads.delete(path)
  if (thread !== undefined) closeSync(thread.file)
}

const buffer = Buffer.alloc(128)

/** The second number: ns spent waiting in a queue. */
function readWait(file: number): number | undefined {
  try {
    const length = readSync(file, buffer, 0, buffer.length, 0)
    const waited = Number(buffer.toString('latin1', 0, length).split(' ')[1])
    return Number.isFinite(waited) ? waited / 1_000 : undefined
  } catch {
    // Reading the book of a thread that has ended fails.
    return undefined
  }
}
