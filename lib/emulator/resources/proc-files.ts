import { readFileSync } from 'node:fs'

/** Resident memory in bytes, from /proc; undefined when the process is gone or there is no /proc. */
export function residentBytes(pid: number): number | undefined {
  const pages = read(`/proc/${pid}/statm`)?.split(' ')[1]
  return pages === undefined ? undefined : Number(pages) * pageBytes()
}

/** The kernel's record of the most that was resident, in bytes; undefined as above. */
export function peakBytes(pid: number): number | undefined {
  return statusBytes(read(`/proc/${pid}/status`), 'VmHWM')
}

/** Children of the process's main thread; none when it is gone. */
export function childrenOf(pid: number): readonly number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`) ?? ''
  return text
    .split(' ')
    .filter((id) => id !== '')
    .map(Number)
}

/** User and system time of all threads in seconds; undefined as above. */
export function cpuSecondsOf(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`)
  // The second field is the command in parentheses and may hold anything; utime and stime are fields 14
  // and 15, in ticks of 1/100 s on every Linux that Node runs on (proc(5)).
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / 100
}

/** What the system could give to new processes without swapping, in bytes; undefined where not told. */
export function availableBytes(): number | undefined {
  return statusBytes(read('/proc/meminfo'), 'MemAvailable')
}

let knownPageBytes: number | undefined

// statm counts pages (4 KB on x86, up to 64 KB on arm64) and Node doesn't say how large they are: compare
// our own size in pages with the same in kB; the two reads differ a little, so take the power of two.
function pageBytes(): number {
  knownPageBytes ??= 2 ** Math.round(Math.log2(ownBytesPerPage()))
  return knownPageBytes
}

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
