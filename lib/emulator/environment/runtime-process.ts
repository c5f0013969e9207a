import { createMailbox } from './mailbox.ts'
import type { EnvironmentResources } from '../resources/environment-resources.ts'
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
  /** Running, and held to what it may use; a new process runs unthrottled until it first asks for work. */
  thaw(): void
  /** Stopped until it is thawed. */
  freeze(): void
  /** False when it holds more memory than it has: it is then killed, and an event says so. */
  withinMemory(): boolean
  /** The same for its /tmp, where nothing else limits that. */
  withinStorage(): boolean | Promise<boolean>
  /** Kills it and waits until it and its output have ended. */
  end(): Promise<void>
  /** The most memory it was seen with, bytes. */
  peakBytes(): number
  cpuSeconds(): number
}

export interface ProcessHost {
  readonly api: RuntimeApi
  readonly warden: Warden
  readonly resources: EnvironmentResources
  readonly onOutput: (chunk: Buffer) => void
  /** It has ended, whether anybody waits for it or not. */
  readonly onEnded: (process: RuntimeProcess) => void
}

export function startProcess(spec: ProcessSpec, host: ProcessHost): RuntimeProcess {
  const mailbox = createMailbox<RuntimeEvent>()
  host.api.attach((event) => {
    if (event.kind === 'next') resources?.initialised()
    if (event.kind === 'answer') resources?.answered()
    mailbox.post(event)
  })
  const group = spawnGroup(host.resources.command(spec), host.onOutput)
  if (group.pid !== undefined) host.warden.guard({ group: group.pid })
  const resources = host.resources.adopt(group, onOver)
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
    resources?.beforeKill()
    group.kill()
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
    thaw: () => resources?.thaw(),
    freeze: () => resources?.freeze(),
    withinMemory: () => resources?.withinMemory() ?? true,
    withinStorage: () => resources?.withinStorage() ?? true,
    async end() {
      kill()
      await group.ended
    },
    peakBytes: () => resources?.peakBytes() ?? 0,
    cpuSeconds: () => resources?.cpuSeconds() ?? 0,
  }
  void conclude()
  return runtime

  async function conclude(): Promise<void> {
    const exit = await group.ended
    clearTimeout(timer)
    // The watch has not seen it, the kernel has.
    if (resources?.end() === true) onOver()
    if (group.pid !== undefined) host.warden.release({ group: group.pid })
    mailbox.post({ kind: 'exit', exit })
    host.onEnded(runtime)
  }
}
