import { givenShareOf, shareOf } from '../cpu/share.ts'
import { dueOf, isSaturated } from './account.ts'
import type { FunctionSample, SampleLine } from './resource-log.ts'

/** Adds up what environments use while they run handlers, and tells it once a second. */
export interface Sampler {
  /** An environment's process; it is not busy yet. */
  observe(subject: Subject): Observed
  /** Tells what was not told yet. */
  close(): void
}

export interface Observed {
  begin(): void
  end(): void
}

export interface Subject {
  readonly functionName: string
  readonly memoryMb: number
  /** Everything so far, ms; undefined when the process is gone. */
  read(): Reading | undefined
}

export interface Reading {
  readonly usedMs: number
  readonly waitedMs: number
  readonly heldBackMs: number
}

interface Busy {
  readonly subject: Subject
  since: number
  last: Reading
}

type Sums = { -readonly [Key in keyof FunctionSample]: FunctionSample[Key] }

export interface SamplerHost {
  readonly cores: number
  /** Monotonic, ms. */
  now(): number
  /** Processor time of this process so far, seconds. */
  ownCpuSeconds(): number
  tell(sample: Omit<SampleLine, 'kind' | 'at'>): void
}

export function createSampler(host: SamplerHost): Sampler {
  const busy = new Set<Busy>()
  const busyNow = new Map<string, number>()
  const sums = new Map<string, Sums>()
  let due = 0
  let timer: NodeJS.Timeout | undefined
  let toldAt = host.now()
  let ownCpuSeconds = host.ownCpuSeconds()

  function settle(one: Busy): void {
    const now = host.now()
    // A process that has just ended is known as far as it was last seen.
    const reading = one.subject.read() ?? one.last
    const { functionName, memoryMb } = one.subject
    const givenShare = givenShareOf(memoryMb, host.cores)
    const spell = {
      busy: (now - one.since) / 1_000,
      used: Math.max(0, reading.usedMs - one.last.usedMs) / 1_000,
      waited: Math.max(0, reading.waitedMs - one.last.waitedMs) / 1_000,
      heldBack: Math.max(0, reading.heldBackMs - one.last.heldBackMs) / 1_000,
    }
    const { wanted, due: own, waited } = dueOf(spell, givenShare)
    due += own
    const sum = sumsOf(functionName)
    sum.askedShare = shareOf(memoryMb)
    sum.givenShare = givenShare
    sum.busySeconds += spell.busy
    sum.cpuSeconds += spell.used
    sum.wantedSeconds += wanted
    sum.askedSeconds += own
    sum.waitedSeconds += waited
    one.since = now
    one.last = reading
  }

  function sumsOf(name: string): Sums {
    const known = sums.get(name)
    if (known !== undefined) return known
    const fresh = { ...NOTHING }
    sums.set(name, fresh)
    return fresh
  }

  function tell(): void {
    for (const one of busy) settle(one)
    if (sums.size === 0) return
    const now = host.now()
    const spanMs = now - toldAt
    const totals = [...sums.values()]
    const total = (key: 'cpuSeconds' | 'waitedSeconds'): number =>
      totals.reduce((sum, one) => sum + one[key], 0)
    const own = host.ownCpuSeconds()
    host.tell({
      spanMs: Math.round(spanMs),
      functions: Object.fromEntries([...sums].map(([name, one]) => [name, rounded(one)])),
      hostSaturated: isSaturated({
        due,
        used: total('cpuSeconds'),
        waited: total('waitedSeconds'),
        span: spanMs / 1_000,
        cores: host.cores,
      }),
      emulatorCpuSeconds: round(own - ownCpuSeconds),
    })
    due = 0
    sums.clear()
    for (const { subject } of busy) countBusy(subject.functionName, 0)
    beginSpan(now, own)
  }

  function beginSpan(now: number, own: number): void {
    toldAt = now
    ownCpuSeconds = own
  }

  function countBusy(name: string, change: number): void {
    const now = (busyNow.get(name) ?? 0) + change
    busyNow.set(name, now)
    const sum = sumsOf(name)
    sum.busy = Math.max(sum.busy, now)
  }

  function eachSecond(): void {
    tell()
    if (busy.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    observe(subject) {
      let one: Busy | undefined
      return {
        begin() {
          if (one !== undefined) return
          const last = subject.read()
          if (last === undefined) return
          // Nothing has run since the last line: the span begins now.
          if (timer === undefined) beginSpan(host.now(), host.ownCpuSeconds())
          timer ??= setInterval(eachSecond, SAMPLE_MS)
          one = { subject, since: host.now(), last }
          busy.add(one)
          countBusy(subject.functionName, 1)
        },
        end() {
          if (one === undefined) return
          settle(one)
          busy.delete(one)
          countBusy(subject.functionName, -1)
          one = undefined
        },
      }
    },
    close() {
      clearInterval(timer)
      tell()
    },
  }
}

const SAMPLE_MS = 1_000

const NOTHING: FunctionSample = {
  busy: 0,
  askedShare: 0,
  givenShare: 0,
  busySeconds: 0,
  wantedSeconds: 0,
  askedSeconds: 0,
  cpuSeconds: 0,
  waitedSeconds: 0,
}

function rounded(sums: Sums): FunctionSample {
  const {
    busy,
    askedShare,
    givenShare,
    busySeconds,
    wantedSeconds,
    askedSeconds,
    cpuSeconds,
    waitedSeconds,
  } = sums
  return {
    busy,
    askedShare: round(askedShare),
    givenShare: round(givenShare),
    busySeconds: round(busySeconds),
    wantedSeconds: round(wantedSeconds),
    askedSeconds: round(askedSeconds),
    cpuSeconds: round(cpuSeconds),
    waitedSeconds: round(waitedSeconds),
  }
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6
