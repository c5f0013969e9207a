import { cpus } from 'node:os'
import { defined } from '../model/defined.ts'
import type { ThreadSample } from '../model/health.ts'
import { fromMillis, type Micros, micros } from '../model/time.ts'
import type { HealthWriter } from '../store/health-file.ts'

/** A firing thread's sample as it comes to the main thread. */
export interface TakenSample {
  readonly at: Micros
  readonly over: Micros
  readonly sample: ThreadSample
}

/** Puts the samples of all firing threads and the processors' into one line for each stretch of a run. */
export class HealthLog {
  readonly #writer: HealthWriter
  /** By share; filled until each has sampled the stretch, or one is a stretch ahead. */
  #taken: (TakenSample | undefined)[]
  readonly #gone = new Set<number>()
  #processors = readProcessors()

  constructor(writer: HealthWriter, threads: number) {
    this.#writer = writer
    this.#taken = Array.from({ length: threads }, () => undefined)
  }

  hear(share: number, taken: TakenSample): void {
    // A thread that stands still holds up nobody's samples.
    if (this.#taken[share]) this.#write()
    this.#taken[share] = taken
    if (this.#isComplete()) this.#write()
  }

  /** From now on nothing is waited for of this thread. */
  leave(share: number): void {
    this.#gone.add(share)
    if (this.#isComplete()) this.#write()
  }

  #isComplete(): boolean {
    return this.#taken.every((sample, share) => sample !== undefined || this.#gone.has(share))
  }

  close(): void {
    this.#write()
    this.#writer.close()
  }

  #write(): void {
    const taken = this.#taken
    if (taken.every((sample) => sample === undefined)) return
    this.#taken = taken.map(() => undefined)
    const at = micros(Math.max(...taken.map((sample) => sample?.at ?? 0)))
    const threads = taken.flatMap((told, share) => (told ? [{ share, over: told.over, ...told.sample }] : []))
    const before = this.#processors
    const now = (this.#processors = readProcessors())
    const over = micros(Math.max(1, fromMillis(now.wall - before.wall)))
    this.#writer.append(defined({ at, over, threads, ...usedBetween(before, now) }))
  }
}

interface Processors {
  /** ms, as the others. */
  readonly wall: number
  readonly process: number
  readonly machineBusy: number
  readonly machineAll: number
}

function readProcessors(): Processors {
  const { user, system } = process.cpuUsage()
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, time) => sum + time.idle, 0)
  const machineAll = times.reduce(
    (sum, time) => sum + time.user + time.nice + time.sys + time.irq + time.idle,
    0,
  )
  return {
    wall: performance.now(),
    process: (user + system) / 1_000,
    machineBusy: machineAll - idle,
    machineAll,
  }
}

/** Some systems give no processor times: what they don't say is left out. */
function usedBetween(
  before: Processors,
  now: Processors,
): { processCores: number | undefined; machine: number | undefined } {
  const wall = now.wall - before.wall
  const all = now.machineAll - before.machineAll
  return {
    processCores: wall > 0 ? rounded((now.process - before.process) / wall) : undefined,
    machine: all > 0 ? rounded((now.machineBusy - before.machineBusy) / all) : undefined,
  }
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000
