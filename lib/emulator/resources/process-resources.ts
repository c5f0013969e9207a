import type { ProcessGroup } from '../environment/process-group.ts'
import type { Cgroup } from './cgroup/cgroup.ts'
import type { createClosedLoop } from './cpu/closed-loop.ts'
import { quotaThrottle } from './cpu/quota.ts'
import { givenShareOf } from './cpu/share.ts'
import { NO_THROTTLE, type Throttle } from './cpu/throttle.ts'
import type { ChosenMechanisms } from './mechanisms.ts'
import { checkMemory, type MemoryWatch, notePeak, watchedGroup } from './memory/memory-watch.ts'
import { type Family, type FamilyUsage, openFamily } from './proc/family.ts'
import type { ResourceFacts } from './resource-facts.ts'
import type { Sampler } from './sampling/sampler.ts'
import type { Storage, StorageHost } from './storage/environment-storage.ts'
import { createSizeCheck, type SizeCheck } from './storage/size-check.ts'
import type { StrayHunter } from '../warden/strays.ts'

/** What one process of an environment, with all it starts, is held to. INIT begins with it, unthrottled. */
export interface ProcessResources {
  /** It has asked for work for the first time: INIT and its boost are over. */
  initialised(): void
  /** It has answered an invocation, which is over when it asks for more work. */
  answered(): void
  /** Runs again for an invocation. */
  thaw(): void
  /** Stopped until then. */
  freeze(): void
  /** False when it holds more than it may: it is then being killed. */
  withinMemory(): boolean
  withinStorage(): boolean | Promise<boolean>
  /** The most memory that it was seen with, bytes. */
  peakBytes(): number
  cpuSeconds(): number
  /** It is about to be killed: takes the figures that can be had only now, and lets it end as fast as it can. */
  beforeKill(): void
  /** Its leader has ended: takes the last figures. True when the kernel has killed it for its memory. */
  end(): boolean
}

/** What all environments share. */
export interface Shared extends StorageHost {
  readonly chosen: ChosenMechanisms
  readonly cores: number
  readonly memoryWatch: MemoryWatch
  readonly closedLoop: ReturnType<typeof createClosedLoop>
  /** Undefined when nobody wants to know. */
  readonly sampler: Sampler | undefined
  readonly groups: { count: number }
  readonly strays: StrayHunter
}

export interface Place {
  readonly facts: ResourceFacts
  readonly shared: Shared
  readonly group: Cgroup | undefined
  readonly storage: Storage
}

/** Takes charge of a process; undefined when it could not be started. */
export function adoptProcess(
  place: Place,
  processes: ProcessGroup,
  onOutOfMemory: () => void,
): ProcessResources | undefined {
  if (processes.pid === undefined) return undefined
  const { facts, shared, group } = place
  const { memoryWatch } = shared
  const family = openFamily(processes.pid)
  let lastUsage: FamilyUsage = { usedMs: 0, waitedMs: 0 }
  const usage = (): FamilyUsage | undefined => {
    const now = family.usage()
    if (now !== undefined) lastUsage = now
    return now
  }
  const watched = watchedGroup(family, facts.memoryMb * MB, onOutOfMemory)
  const throttle = throttleOf(place, processes, usage)
  const check = sizeCheckOf(place, processes, letEnd)
  const killsBefore = group?.memoryKills() ?? 0
  const observed = shared.sampler?.observe({
    functionName: facts.functionName,
    memoryMb: facts.memoryMb,
    read: () => reading(usage(), throttle),
  })
  // As long as the slides of re:Invent 2019 (SVS403-R1) say: "boosted host CPU access (up to 10 seconds)".
  const boost = setTimeout(() => throttle.hold(), BOOST_MS)
  let initialised = false

  // What a process gives back when it is killed, such as a full /tmp, can cost seconds of a small share.
  function letEnd(): void {
    clearTimeout(boost)
    throttle.letFinish()
  }

  join(group, family.pids())
  memoryWatch.watch(watched)
  check?.begin()

  return {
    initialised() {
      if (initialised) return
      initialised = true
      clearTimeout(boost)
      joinYoung(group, family)
      observed?.begin()
      throttle.hold()
    },
    answered: () => throttle.letFinish(),
    thaw() {
      processes.thaw()
      memoryWatch.watch(watched)
      check?.begin()
      observed?.begin()
      throttle.hold()
    },
    freeze() {
      throttle.rest()
      processes.freeze()
      observed?.end()
      memoryWatch.unwatch(watched)
      check?.stop()
    },
    withinMemory: () => checkMemory(watched),
    withinStorage: () => check?.look() ?? true,
    peakBytes() {
      notePeak(watched)
      return watched.peakBytes
    },
    cpuSeconds: () => (usage() ?? lastUsage).usedMs / 1_000,
    beforeKill() {
      notePeak(watched)
      usage()
      observed?.end()
      letEnd()
    },
    end() {
      clearTimeout(boost)
      observed?.end()
      throttle.rest()
      memoryWatch.unwatch(watched)
      check?.stop()
      // What has left the process group is in the control group all the same.
      group?.kill()
      family.close()
      return (group?.memoryKills() ?? 0) > killsBefore
    },
  }
}

const BOOST_MS = 10_000
const MB = 1_048_576

function throttleOf(
  { facts, shared, group }: Place,
  processes: ProcessGroup,
  usage: () => FamilyUsage | undefined,
): Throttle {
  const share = givenShareOf(facts.memoryMb, shared.cores)
  const { cpu } = shared.chosen
  if (cpu === 'off' || share >= shared.cores) return NO_THROTTLE
  if (cpu === 'quota' && group !== undefined) return quotaThrottle(group)
  return shared.closedLoop({ usage, stop: () => processes.freeze(), go: () => processes.thaw() }, share)
}

function reading(usage: FamilyUsage | undefined, throttle: Throttle) {
  if (usage === undefined) return undefined
  const heldBackMs = throttle.heldBackMs()
  // Below zero when other threads were held back: only what it grows by in a spell is looked at.
  const waitedMs = usage.waitedMs - (throttle.countsAsWaiting ? heldBackMs : 0)
  return { usedMs: usage.usedMs, waitedMs, heldBackMs }
}

function sizeCheckOf(
  { facts, storage }: Place,
  processes: ProcessGroup,
  beforeKill: () => void,
): SizeCheck | undefined {
  const { measure, limitBytes } = storage
  if (measure === undefined) return undefined
  const onFull = (bytes: number): void => {
    const megabytes = Math.ceil(bytes / MB)
    facts.onOutput(
      Buffer.from(
        `/tmp is full: at least ${megabytes} MB of ${facts.ephemeralStorageMb} MB are used. The process is ended here; on Lambda its writes fail with ENOSPC.\n`,
      ),
    )
    beforeKill()
    processes.kill()
  }
  return createSizeCheck({ limitBytes, measure, onFull })
}

/** Those who were started before their parent had joined. */
function joinYoung(group: Cgroup | undefined, family: Family): void {
  if (group === undefined) return
  family.refresh(false)
  if (family.size > 1) join(group, family.pids())
}

function join(group: Cgroup | undefined, pids: readonly number[]): void {
  for (const pid of pids) {
    group?.join(pid).catch((error: unknown) => {
      // ESRCH: it has ended already.
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return
      process.emitWarning(`a function runs outside of its control group: ${String(error)}`)
    })
  }
}
