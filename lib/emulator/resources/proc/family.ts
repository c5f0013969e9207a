import { readdirSync } from 'node:fs'

import { keepFile, type KeptFile } from './kept-file.ts'
import { childrenOf, pageBytes, peakInStatus, proportionalBytes } from './proc-files.ts'
import { openUsage, type UsageReader } from './usage.ts'

/** A process and all below it, as one. */
export interface Family {
  readonly pid: number
  /** Looks for new members; thoroughly: also for children of threads other than the main one. */
  refresh(thorough: boolean): void
  /** Processor time and waiting of all that were ever seen in it, ms; undefined when its head is gone. */
  usage(): FamilyUsage | undefined
  /** Resident memory, bytes: what members share counts once for each of them. */
  residentBytes(): number
  /** The same with what they share counted once, which takes long to find out. */
  proportionalBytes(): number
  /** The kernel's own record of the most that its head had, bytes; undefined when it is gone or can't be seen. */
  peakBytes(): number | undefined
  pids(): readonly number[]
  readonly size: number
  close(): void
}

export interface FamilyUsage {
  readonly usedMs: number
  readonly waitedMs: number
}

interface Member {
  readonly statm: KeptFile
  readonly usage: UsageReader
  usedMs: number
  waitedMs: number
}

export function openFamily(pid: number): Family {
  const members = new Map<number, Member>()
  const past = { usedMs: 0, reapedMs: 0, waitedMs: 0 }
  const head = openMember(pid)
  members.set(pid, head)
  const status = keepFile(`/proc/${pid}/status`)

  function add(parent: number, thorough: boolean): void {
    for (const child of childrenOf(parent, thorough ? threadsOf(parent) : [parent])) {
      if (members.has(child)) continue
      members.set(child, openMember(child))
      add(child, thorough)
    }
  }

  function lose(pid: number, member: Member): void {
    past.usedMs += member.usedMs
    past.waitedMs += member.waitedMs
    member.statm.close()
    member.usage.close()
    members.delete(pid)
  }

  return {
    pid,
    refresh(thorough) {
      // Also below members found earlier: one whose parent has ended has moved to another parent.
      for (const member of members.keys()) add(member, thorough)
    },
    usage() {
      let usedMs = 0
      let waitedMs = 0
      let reapedMs = 0
      for (const [id, member] of members) {
        const now = member.usage.read()
        if (now === undefined && id === pid) return undefined
        if (now === undefined) {
          lose(id, member)
          continue
        }
        member.usedMs = now.ownMs
        member.waitedMs = now.waitedMs
        usedMs += now.ownMs
        waitedMs += now.waitedMs
        reapedMs += now.reapedMs
      }
      // Two views of those that have ended: what we have seen of them, and what the waiting parents were told.
      past.reapedMs = Math.max(past.reapedMs, reapedMs)
      return {
        usedMs: usedMs + Math.max(past.usedMs, past.reapedMs),
        waitedMs: waitedMs + past.waitedMs,
      }
    },
    residentBytes() {
      let pages = 0
      for (const [id, member] of members) {
        const text = member.statm.read()
        // Here too: not everybody asks for the processor time, and its files would stay open.
        if (text === undefined && id !== pid) lose(id, member)
        pages += Number(text?.split(' ', 2)[1] ?? 0)
      }
      return pages * pageBytes()
    },
    proportionalBytes() {
      let bytes = 0
      for (const id of members.keys()) bytes += proportionalBytes(id) ?? 0
      return bytes
    },
    peakBytes: () => peakInStatus(status.read()),
    pids: () => [...members.keys()],
    get size() {
      return members.size
    },
    close() {
      status.close()
      for (const [id, member] of members) lose(id, member)
    },
  }
}

function openMember(pid: number): Member {
  return { statm: keepFile(`/proc/${pid}/statm`), usage: openUsage(pid), usedMs: 0, waitedMs: 0 }
}

function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    // It has ended.
    return []
  }
}
