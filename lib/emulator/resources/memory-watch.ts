import { execFile } from 'node:child_process'

import { childrenOf, peakBytes, residentBytes } from './proc-files.ts'

/** Looks at the memory of running process groups and says when one is over its limit. */
export interface MemoryWatch {
  watch(group: WatchedGroup): void
  unwatch(group: WatchedGroup): void
  close(): void
}

/** One process group; the peak is kept across looks. */
export interface WatchedGroup {
  /** Of its leader, and so of the group. */
  readonly pid: number
  readonly limitBytes: number
  /** Called at every look that finds it over its limit. */
  readonly onOver: () => void
  readonly members: Set<number>
  peakBytes: number
}

/** A group nobody has looked at yet. */
export function watchedGroup(pid: number, limitBytes: number, onOver: () => void): WatchedGroup {
  return { pid, limitBytes, onOver, members: new Set([pid]), peakBytes: 0 }
}

/** Every 20 ms from /proc (a runaway is caught 1 to 3 % over its limit); elsewhere twice a second by ps. */
export function createMemoryWatch(): MemoryWatch {
  const groups = new Set<WatchedGroup>()
  const intervalMs = ON_LINUX ? 20 : 500
  let timer: NodeJS.Timeout | undefined
  let looks = 0
  const look = (): void => {
    looks += 1
    if (!ON_LINUX) return lookByPs(groups)
    for (const group of groups) {
      if (looks % LOOKS_PER_FAMILY === 0) addFamily(group, group.pid)
      checkMemory(group)
    }
  }
  return {
    watch(group) {
      // While nobody looked, the id of a member that ended may have gone to somebody else's process.
      group.members.clear()
      group.members.add(group.pid)
      groups.add(group)
      timer ??= setInterval(look, intervalMs)
    },
    unwatch(group) {
      groups.delete(group)
      if (groups.size > 0) return
      clearInterval(timer)
      timer = undefined
    },
    close() {
      groups.clear()
      clearInterval(timer)
    },
  }
}

/** Looks at once: true when the group is within its limit, or can't be seen. */
export function checkMemory(group: WatchedGroup): boolean {
  let bytes = 0
  for (const pid of group.members) {
    const resident = residentBytes(pid)
    if (resident === undefined && pid !== group.pid) group.members.delete(pid)
    bytes += resident ?? 0
  }
  return judge(group, bytes)
}

/** Takes the kernel's own record of the leader's peak, which misses nothing between two looks. */
export function notePeak(group: WatchedGroup): void {
  group.peakBytes = Math.max(group.peakBytes, peakBytes(group.pid) ?? 0)
}

const ON_LINUX = process.platform === 'linux'
// Children come and go more slowly than memory grows.
const LOOKS_PER_FAMILY = 5

function judge(group: WatchedGroup, bytes: number): boolean {
  group.peakBytes = Math.max(group.peakBytes, bytes)
  if (bytes <= group.limitBytes) return true
  group.onOver()
  return false
}

function addFamily(group: WatchedGroup, pid: number): void {
  for (const child of childrenOf(pid)) {
    if (group.members.has(child)) continue
    group.members.add(child)
    addFamily(group, child)
  }
  if (pid !== group.pid) return
  // Also below members found earlier: one whose parent ended has moved to another parent.
  for (const member of group.members) if (member !== pid) addFamily(group, member)
}

function lookByPs(groups: ReadonlySet<WatchedGroup>): void {
  execFile('ps', ['-axo', 'pgid=,rss='], (error, output) => {
    // Without ps there is no limit; docs say so for systems without /proc.
    if (error !== null) return
    const kilobytes = new Map<number, number>()
    for (const line of output.split('\n')) {
      const [group = 0, resident = 0] = line.trim().split(/\s+/).map(Number)
      kilobytes.set(group, (kilobytes.get(group) ?? 0) + resident)
    }
    for (const group of groups) judge(group, (kilobytes.get(group.pid) ?? 0) * 1_024)
  })
}
