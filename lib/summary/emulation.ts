import { defined } from '../model/defined.ts'
import type {
  Emulation,
  FunctionShare,
  MechanismRow,
  ResourceLine,
  SampledFunction,
} from '../model/emulation.ts'
import type { LocalTarget } from '../model/plan.ts'
import { fromSeconds } from '../model/time.ts'

/** Below this much wanted processor time there is nothing that two shares of it could be compared by, s. */
const leastWanted = 0.05

/** More seconds than any run lasts: a number that is larger was not measured. */
const mostSeconds = 1e9

/** Adds up what the local Lambda told of itself, in the order in which it did. */
export class EmulationNumbers {
  readonly #functions = new Map<string, SampledFunction>()
  #mechanisms: readonly MechanismRow[] | undefined
  #cores: number | undefined
  #watchedMs = 0
  #saturatedMs = 0
  #ownCpuSeconds = 0

  add(line: ResourceLine): void {
    if (line.kind === 'mechanisms') {
      // It comes again when a function needs another mechanism: the last one counts.
      this.#mechanisms = line.rows
      this.#cores = line.cores
      return
    }
    this.#watchedMs += line.spanMs
    if (line.hostSaturated) this.#saturatedMs += line.spanMs
    this.#ownCpuSeconds += line.emulatorCpuSeconds
    for (const fn of line.functions) this.#functions.set(fn.name, sumOf(this.#functions.get(fn.name), fn))
  }

  /** Undefined when nothing was told, as by runs of before it was. */
  finish(target: LocalTarget): Emulation | undefined {
    if (this.#mechanisms === undefined) return undefined
    const fired = target.functions.toSorted((a, b) => rank(a.name, target) - rank(b.name, target))
    const functions = fired.flatMap(({ name, memoryMb }) => {
      const seen = this.#functions.get(name)
      return seen === undefined ? [] : [shareOf(seen, memoryMb)]
    })
    return defined({
      cores: this.#cores,
      mechanisms: this.#mechanisms,
      functions,
      hostSaturated: { seconds: seconds(this.#saturatedMs), of: seconds(this.#watchedMs) },
      ownCpuTime: time(this.#ownCpuSeconds),
    })
  }
}

const rank = (name: string, target: LocalTarget): number => (name === target.function ? 0 : 1)

function sumOf(sum: SampledFunction | undefined, fn: SampledFunction): SampledFunction {
  if (sum === undefined) return fn
  return {
    name: fn.name,
    busy: Math.max(sum.busy, fn.busy),
    askedShare: fn.askedShare,
    givenShare: fn.givenShare,
    busySeconds: sum.busySeconds + fn.busySeconds,
    wantedSeconds: sum.wantedSeconds + fn.wantedSeconds,
    askedSeconds: sum.askedSeconds + fn.askedSeconds,
    cpuSeconds: sum.cpuSeconds + fn.cpuSeconds,
    waitedSeconds: sum.waitedSeconds + fn.waitedSeconds,
  }
}

function shareOf(fn: SampledFunction, memoryMb: number): FunctionShare {
  const { wantedSeconds, askedSeconds, cpuSeconds } = fn
  const comparable = wantedSeconds >= leastWanted
  return defined({
    name: fn.name,
    memoryMb,
    vcpus: fn.askedShare,
    vcpusHere: fn.givenShare,
    busyAtOnce: fn.busy,
    busyTime: time(fn.busySeconds),
    wantedTime: time(wantedSeconds),
    cpuTime: time(cpuSeconds),
    waitedTime: time(fn.waitedSeconds),
    askedShare: comparable ? thousandths(askedSeconds / wantedSeconds) : undefined,
    achievedShare: comparable ? thousandths(cpuSeconds / wantedSeconds) : undefined,
  })
}

const time = (value: number) => fromSeconds(Math.min(value, mostSeconds))

/** To a tenth. */
const seconds = (ms: number): number => Math.round(Math.min(ms / 1_000, mostSeconds) * 10) / 10

/** The rest of a quotient's digits says nothing. */
const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000
