import { keepFile } from './kept-file.ts'

/** Processor time of one process, ms. */
export interface Usage {
  /** Of its threads, also of those that have ended. */
  readonly ownMs: number
  /** Of its children that have ended and that it has waited for. */
  readonly reapedMs: number
  /** How long its main thread could have run and had no core, or was held back by a quota. */
  readonly waitedMs: number
}

export interface UsageReader {
  /** Undefined when the process is gone. */
  read(): Usage | undefined
  close(): void
}

/**
 * Reads a process's processor time. The kernel tells the main thread's to the ns (schedstat) and that of all
 * threads in steps of 10 ms (stat): what the latter has more belongs to the others, and never gets less.
 */
export function openUsage(pid: number): UsageReader {
  const stat = keepFile(`/proc/${pid}/stat`)
  const schedstat = keepFile(`/proc/${pid}/schedstat`)
  let others = 0
  return {
    read() {
      const all = parseStat(stat.read())
      if (all === undefined) return undefined
      const main = parseSchedstat(schedstat.read())
      if (main === undefined) return { ...all, waitedMs: 0 }
      others = Math.max(others, all.ownMs - main.ranMs)
      return { ownMs: main.ranMs + others, reapedMs: all.reapedMs, waitedMs: main.waitedMs }
    },
    close() {
      stat.close()
      schedstat.close()
    },
  }
}

/** Fields 14 to 17 of /proc/PID/stat: utime, stime, cutime, cstime, in ticks of 10 ms on every Linux that Node runs on. */
export function parseStat(text: string | undefined): Pick<Usage, 'ownMs' | 'reapedMs'> | undefined {
  // The second field is the command in parentheses and may hold anything.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ', 15)
  if (fields === undefined || fields.length < 15) return undefined
  const [user, system, reapedUser, reapedSystem] = fields.slice(11).map(Number)
  const ticks = (a = NaN, b = NaN): number => (a + b) * 10
  return { ownMs: ticks(user, system), reapedMs: ticks(reapedUser, reapedSystem) }
}

/** /proc/PID/schedstat: ns on a core, ns waiting for one, slices run. Some kernels don't have it. */
export function parseSchedstat(
  text: string | undefined,
): { readonly ranMs: number; readonly waitedMs: number } | undefined {
  const [ran, waited] = text?.split(' ') ?? []
  if (ran === undefined || waited === undefined) return undefined
  return { ranMs: Number(ran) / 1_000_000, waitedMs: Number(waited) / 1_000_000 }
}
