import { execFile } from 'node:child_process'

import type { Family } from '../proc/family.ts'

/** Looks at the memory of running process groups and says when one is over its limit. */
export interface MemoryWatch {
  watch(group: WatchedGroup): void
  unwatch(group: WatchedGroup): void
  close(): void
}

/** One process group; the peak is kept across looks. */
export interface WatchedGroup {
  readonly family: Family
  readonly limitBytes: number
  /** Called at every look that finds it over its limit. */
  readonly onOver: () => void
  peakBytes: number
  /** How much it had at the last look, and when the next is due; ms. */
  lastBytes: number
  dueAt: number
  /** Up to so many bytes, shared ones counted for each member, it is known to be within its limit. */
  knownWithin: number
}

/** A group nobody has looked at yet. */
export function watchedGroup(family: Family, limitBytes: number, onOver: () => void): WatchedGroup {
  const nothingSeen = { peakBytes: 0, lastBytes: 0, dueAt: 0, knownWithin: 0 }
  return { family, limitBytes, onOver, ...nothingSeen }
}

/**
 * Every 20 ms from /proc, and at a group that grows so often that it can't get far over its limit in between;
 * elsewhere twice a second by ps.
 */
export function createMemoryWatch(): MemoryWatch {
  const groups = new Set<WatchedGroup>()
  let timer: NodeJS.Timeout | undefined
  let families = { refreshedAt: 0, count: 0 }

  function look(): void {
    const now = performance.now()
    refreshFamilies(now)
    let next = now + LOOK_MS
    for (const group of groups) {
      if (group.dueAt <= now) checkMemory(group, now)
      next = Math.min(next, group.dueAt)
    }
    timer = groups.size === 0 ? undefined : setTimeout(look, Math.max(1, next - now))
  }

  function refreshFamilies(now: number): void {
    if (now - families.refreshedAt < REFRESH_MS) return
    families = { refreshedAt: now, count: families.count + 1 }
    for (const { family } of groups) family.refresh(families.count % THOROUGH_EVERY === 0)
  }

  function lookByPs(): void {
    askPs(groups)
    timer = groups.size === 0 ? undefined : setTimeout(lookByPs, PS_MS)
  }

  return {
    watch(group) {
      groups.add(group)
      group.dueAt = 0
      timer ??= setTimeout(ON_LINUX ? look : lookByPs, LOOK_MS)
    },
    unwatch(group) {
      groups.delete(group)
      if (groups.size > 0) return
      clearTimeout(timer)
      timer = undefined
    },
    close() {
      groups.clear()
      clearTimeout(timer)
    },
  }
}

/** Looks at once: true when the group is within its limit, or can't be seen. */
export function checkMemory(group: WatchedGroup, now = performance.now()): boolean {
  const bytes = group.family.residentBytes()
  // How fast it grows is not known: it may have begun only just before this look.
  const grows = bytes - group.lastBytes > LEAST_GROWTH_BYTES
  const ms = grows ? (group.limitBytes - bytes) / MOST_BYTES_PER_MS : LOOK_MS
  group.dueAt = now + Math.min(LOOK_MS, Math.max(1, ms))
  group.lastBytes = bytes
  return judge(group, bytes)
}

/** Takes the kernel's own record of the leader's peak, which misses nothing between two looks. */
export function notePeak(group: WatchedGroup): void {
  group.peakBytes = Math.max(group.peakBytes, group.family.peakBytes() ?? 0)
}

const ON_LINUX = process.platform === 'linux'
const LOOK_MS = 20
const LEAST_GROWTH_BYTES = 1_048_576
// Faster than two cores fill fresh pages.
const MOST_BYTES_PER_MS = 8 * 1_048_576
const PS_MS = 500
// Children come and go more slowly than memory grows; those of worker threads take long to find.
const REFRESH_MS = 100
const THOROUGH_EVERY = 10

function judge(group: WatchedGroup, bytes: number): boolean {
  const own = bytes > group.limitBytes && group.family.size > 1 ? withoutDoubles(group, bytes) : bytes
  group.peakBytes = Math.max(group.peakBytes, own)
  if (own <= group.limitBytes) return true
  group.onOver()
  return false
}

/**
 * Members share pages: the code of their program, and after a fork() everything. Counted once it may well be
 * within the limit, and is then known to be until it has grown by what is free.
 */
function withoutDoubles(group: WatchedGroup, bytes: number): number {
  if (bytes <= group.knownWithin) return Math.min(bytes, group.limitBytes)
  const once = group.family.proportionalBytes()
  group.knownWithin = bytes + Math.max(0, group.limitBytes - once)
  // A member that ended meanwhile is no reason to call it smaller than its head.
  return Math.max(once, 0)
}

function askPs(groups: ReadonlySet<WatchedGroup>): void {
  execFile('ps', ['-axo', 'pgid=,rss='], (error, output) => {
    // Without ps there is no limit; docs say so for systems without /proc.
    if (error !== null) return
    const kilobytes = new Map<number, number>()
    for (const line of output.split('\n')) {
      const [group = 0, resident = 0] = line.trim().split(/\s+/).map(Number)
      kilobytes.set(group, (kilobytes.get(group) ?? 0) + resident)
    }
    for (const group of groups) judge(group, (kilobytes.get(group.family.pid) ?? 0) * 1_024)
  })
}
