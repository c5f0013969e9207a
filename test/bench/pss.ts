import { readFileSync } from 'node:fs'

/** A process's own memory and its part of what it shares, bytes; undefined where the system doesn't tell. */
export function pssBytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024
  } catch {
    // No such process, or no /proc.
    return undefined
  }
}
