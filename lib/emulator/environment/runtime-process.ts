import { createMailbox } from './mailbox.ts'
import {
  checkMemory,
  type MemoryWatch,
  notePeak,
  type WatchedGroup,
  watchedGroup,
} from '../resources/memory-watch.ts'
import { cpuSecondsOf } from '../resources/proc-files.ts'
import { type ProcessSpec, spawnGroup } from './process-group.ts'
import type { RuntimeApi } from './runtime-api.ts'
import type { RuntimeEvent } from './runtime-event.ts'
import type { Warden } from '../warden/warden.ts'

/** One runtime process of an environment, from its start to its end. */
export interface RuntimeProcess {
  readonly pid: number | undefined
  /** It has ended, or is about to have. */
  readonly gone: boolean
  /** The next thing that happens to it. */
  take(): Promise<RuntimeEvent>
  /** Posts `deadline` after so many ms, until cancelled. */
  deadline(ms: number): () => void
  /** Running, with its memory watched; a new process is. */
  thaw(): void
  /** Stopped until it is thawed. */
  freeze(): void
  /** False when it holds more memory than it has: it is then killed, and an event says so. */
  withinMemory(): boolean
  /** Kills it and waits until it and its output have ended. */
  end(): Promise<void>
  /** The most memory it was seen with, bytes. */
  peakBytes(): number
  cpuSeconds(): number
}

export interface ProcessHost {
  readonly api: RuntimeApi
  readonly warden: Warden
  readonly memoryWatch: MemoryWatch
  readonly limitBytes: number
  readonly onOutput: (chunk: Buffer) => void
  /** It has ended, whether anybody waits for it or not. */
  readonly onEnded: (process: RuntimeProcess) => void
}

export function startProcess(spec: ProcessSpec, host: ProcessHost): RuntimeProcess {
  const mailbox = createMailbox<RuntimeEvent>()
  host.api.attach((event) => mailbox.post(event))
  const group = spawnGroup(spec, host.onOutput)
  const watched = group.pid === undefined ? undefined : watchedGroup(group.pid, host.limitBytes, onOver)
  if (group.pid !== undefined) host.warden.guard({ group: group.pid })
  if (watched !== undefined) host.memoryWatch.watch(watched)
  let cpuSeconds = 0
  let killedForMemory = false
  let alarm = 0
  let timer: NodeJS.Timeout | undefined

  function onOver(): void {
    if (killedForMemory) return
    killedForMemory = true
    kill()
    mailbox.post({ kind: 'out-of-memory' })
  }

  function kill(): void {
    if (watched !== undefined) notePeak(watched)
    noteCpu()
    group.kill()
  }

  function noteCpu(): void {
    cpuSeconds = Math.max(cpuSeconds, (group.pid === undefined ? undefined : cpuSecondsOf(group.pid)) ?? 0)
  }

  const runtime: RuntimeProcess = {
    pid: group.pid,
    get gone() {
      return group.gone
    },
    async take() {
      for (;;) {
        const event = await mailbox.take()
        // A deadline that was cancelled when it had just been posted.
        if (event.kind !== 'deadline' || event.alarm === alarm) return event
      }
    },
    deadline(ms) {
      alarm += 1
      const own = alarm
      timer = setTimeout(() => mailbox.post({ kind: 'deadline', alarm: own }), ms)
      return () => {
        clearTimeout(timer)
        alarm += 1
      }
    },
    thaw() {
      group.thaw()
      if (watched !== undefined) host.memoryWatch.watch(watched)
    },
    freeze() {
      group.freeze()
      if (watched !== undefined) host.memoryWatch.unwatch(watched)
    },
    withinMemory: () => watched === undefined || checkMemory(watched),
    async end() {
      kill()
      await group.ended
    },
    peakBytes: () => peakOf(watched),
    cpuSeconds() {
      noteCpu()
      return cpuSeconds
    },
  }
  void conclude()
  return runtime

  async function conclude(): Promise<void> {
    const exit = await group.ended
    clearTimeout(timer)
    if (watched !== undefined) host.memoryWatch.unwatch(watched)
    if (group.pid !== undefined) host.warden.release({ group: group.pid })
    mailbox.post({ kind: 'exit', exit })
    host.onEnded(runtime)
  }
}

function peakOf(watched: WatchedGroup | undefined): number {
  if (watched === undefined) return 0
  notePeak(watched)
  return watched.peakBytes
}
