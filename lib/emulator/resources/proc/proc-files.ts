import { readFileSync } from 'node:fs'

/** The kernel's record of the most that was resident, in bytes, from the text of /proc/PID/status. */
export function peakInStatus(status: string | undefined): number | undefined {
  return statusBytes(status, 'VmHWM')
}

/** What is resident, with memory that is shared divided among those who share it; slow to get. */
export function proportionalBytes(pid: number): number | undefined {
  return statusBytes(read(`/proc/${pid}/smaps_rollup`), 'Pss')
}

/** Children that some threads of a process have started; none when it is gone. */
export function childrenOf(pid: number, threads: readonly number[]): readonly number[] {
  return threads.flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '')
      .split(' ')
      .filter((id) => id !== '')
      .map(Number),
  )
}

/** What the system could give to new processes without swapping, in bytes; undefined where not told. */
export function availableBytes(): number | undefined {
  return statusBytes(read('/proc/meminfo'), 'MemAvailable')
}

let knownPageBytes: number | undefined

/** What statm counts in: 4 KB on x86, up to 64 KB on arm64. */
export function pageBytes(): number {
  knownPageBytes ??= 2 ** Math.round(Math.log2(ownBytesPerPage()))
  return knownPageBytes
}

// Node doesn't say how large they are: compare our own size in pages with the same in kB; the two reads differ
// a little, so the power of two is taken.
function ownBytesPerPage(): number {
  const pages = Number(read('/proc/self/statm')?.split(' ')[1])
  const bytes = statusBytes(read('/proc/self/status'), 'VmRSS') ?? NaN
  return Number.isFinite(bytes / pages) ? bytes / pages : 4_096
}

function statusBytes(text: string | undefined, field: string): number | undefined {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text ?? '') ?? []
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // The process is gone, or this system has no /proc: both are "not known".
    return undefined
  }
}
