import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { steps } from './lateness.ts'
import type { NoiseCounts } from './noise.ts'

/** A thread that only sleeps, and sees what the machine does to the others. */
export interface NoiseMeter {
  /** Counts since the start. */
  look(): NoiseCounts
  /** Looks at the threads of another process, too, until the returned function is called. */
  watch(pid: number | undefined): () => void
  close(): Promise<void>
}

/** Shared with the thread, which never turns to its event loop. */
export interface MeterMemory {
  readonly stop: Int32Array
  readonly wakeUps: Int32Array
  readonly queues: Int32Array
  /** Ids of the processes that are watched besides this one; 0 is a free place. */
  readonly processes: Int32Array
}

/** The server, a process that fires, and room to spare. */
const mostWatched = 4

export async function startNoiseMeter(): Promise<NoiseMeter> {
  const memory: MeterMemory = {
    stop: sharedIntegers(1),
    wakeUps: sharedIntegers(steps),
    queues: sharedIntegers(steps),
    processes: sharedIntegers(mostWatched),
  }
  const worker = new Worker(new URL('./meter-thread.js', import.meta.url), { workerData: memory })
  await once(worker, 'online')
  const ended = once(worker, 'exit')
  return {
    look: () => ({ wakeUps: Array.from(memory.wakeUps), queues: Array.from(memory.queues) }),
    watch: (pid) => watch(memory.processes, pid ?? 0),
    async close() {
      Atomics.store(memory.stop, 0, 1)
      Atomics.notify(memory.stop, 0)
      await ended
    },
  }
}

function watch(processes: Int32Array, pid: number): () => void {
  const place = processes.indexOf(0)
  if (place === -1) throw new Error('too many processes are watched')
  Atomics.store(processes, place, pid)
  return () => void Atomics.store(processes, place, 0)
}

const sharedIntegers = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))
