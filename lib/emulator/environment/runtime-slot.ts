import { type ProcessHost, type RuntimeProcess, startProcess } from './runtime-process.ts'
import type { ProcessSpec } from './process-group.ts'

/** The place of an environment's process: processes come and go in it, the environment stays. */
export interface RuntimeSlot {
  /** Undefined before the first start and after an end, until the next start. */
  readonly current: RuntimeProcess | undefined
  /** Of the current or else the last process. */
  readonly processId: number | undefined
  start(): RuntimeProcess
  /** Kills the current process and waits until it has ended. */
  end(): Promise<void>
  /** Of the largest process so far, bytes. */
  peakBytes(): number
  /** Of all processes so far. */
  cpuSeconds(this: void): number
}

export function createRuntimeSlot(spec: ProcessSpec, host: Omit<ProcessHost, 'onEnded'>): RuntimeSlot {
  let current: RuntimeProcess | undefined
  let processId: number | undefined
  let pastPeakBytes = 0
  let pastCpuSeconds = 0

  function onEnded(ended: RuntimeProcess): void {
    if (ended !== current) return
    pastPeakBytes = Math.max(pastPeakBytes, ended.peakBytes())
    pastCpuSeconds += ended.cpuSeconds()
    current = undefined
    host.api.detach()
  }

  return {
    get current() {
      return current
    },
    get processId() {
      return processId
    },
    start() {
      current = startProcess(spec, { ...host, onEnded })
      processId = current.pid
      return current
    },
    async end() {
      await current?.end()
    },
    peakBytes: () => Math.max(pastPeakBytes, current?.peakBytes() ?? 0),
    cpuSeconds: () => pastCpuSeconds + (current?.cpuSeconds() ?? 0),
  }
}
