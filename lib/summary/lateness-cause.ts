import type { Load } from '../model/plan.ts'
import type { BurstSkew } from '../model/run.ts'
import { type Doubts, faultLimit } from './doubts.ts'
import { countInWords, shareInWords, timeInWords } from './in-words.ts'

/** Why the generator was late, as far as its samples tell, and what to do. */
export interface Cause {
  /** Nothing where no cause can be told. */
  readonly says: readonly string[]
  readonly remedy: string
}

/** From the most to the least certain. */
export function causeOf(doubts: Doubts): Cause {
  return (
    busyThread(doubts) ??
    longStandstill(doubts) ??
    busyMachine(doubts) ??
    largeBursts(doubts) ??
    standstill(doubts) ?? {
      says: [],
      remedy: `${lowerLoad(doubts)}, or give this machine less to do`,
    }
  )
}

const full = 0.95

function busyThread(doubts: Doubts): Cause | undefined {
  const { health, firing } = doubts
  if (!health.sampled || health.sampled.firingThread.max < full || isStarved(doubts)) return undefined
  const which = firing.threads === 1 ? 'the firing thread' : 'a firing thread'
  const busy = shareInWords(health.sampled.firingThread.max)
  return { says: [`${which} was ${busy} busy`], remedy: withMoreThreads(doubts) }
}

/** A thread that gets no processor counts as busy while it waits for one. */
function isStarved({ health: { sampled } }: Doubts): boolean {
  const { machine, processCores } = sampled ?? {}
  return machine !== undefined && machine.max >= full && processCores !== undefined && processCores.max < 0.8
}

/** Of all that the machine did, this process did clearly less. */
const clearlyLess = 0.75

function busyMachine(doubts: Doubts): Cause | undefined {
  const { machine, processCores } = doubts.health.sampled ?? {}
  if (!machine || !processCores || machine.max < full) return undefined
  if (processCores.max >= doubts.cpus * clearlyLess) return undefined
  const used = `${Number(processCores.max.toFixed(1))} of ${doubts.cpus} cores were coldburst's`
  const fewer = doubts.sharesCores ? ', start fewer environments' : ''
  return {
    says: [`the machine was ${shareInWords(machine.max)} busy (${used})`],
    remedy: `stop other programs${fewer}, ${lowerLoad(doubts)}, or take a larger machine`,
  }
}

/** A burst is written by one thread, one send after the other: its last send is late by the skew. */
function largeBursts(doubts: Doubts): Cause | undefined {
  const { health, loads } = doubts
  const widest = health.burstSkew.reduce<BurstSkew | undefined>(
    (a, b) => (a === undefined || b.skew > a.skew ? b : a),
    undefined,
  )
  if (!widest || widest.skew <= faultLimit(doubts) || loads.some(({ kind }) => kind !== 'burst'))
    return undefined
  // Where the lag goes far beyond the skew, whole bursts were late: something else held them up.
  if ((health.scheduleLag?.p99 ?? 0) > widest.skew * 1.25) return undefined
  const burst = `a burst of ${countInWords(widest.size)} took ${timeInWords(widest.skew)}`
  // Opening a socket takes its thread several times as long as writing to one that is open.
  return opensInBursts(doubts)
    ? { says: [`${burst} to connect and write`], remedy: `leave out --no-prewarm, or ${lowerLoad(doubts)}` }
    : { says: [`${burst} to write`], remedy: withMoreThreads(doubts) }
}

const opensInBursts = ({ firing, health: { connectionSetup: setup } }: Doubts): boolean =>
  firing.transport === 'lean' && !firing.prewarm && setup !== undefined

/** Longer than other programs hold a thread up, however busy they keep the machine. */
const longStall = 250_000

function longStandstill(doubts: Doubts): Cause | undefined {
  const { sampled, scheduleLag } = doubts.health
  const took = sampled?.longestDelay.took ?? 0
  return took >= longStall && took >= (scheduleLag?.p99 ?? 0) ? standstill(doubts) : undefined
}

/** Held up although it had little to do. */
function standstill(doubts: Doubts): Cause | undefined {
  const { sampled } = doubts.health
  if (!sampled || sampled.longestDelay.took <= faultLimit(doubts)) return undefined
  if (sampled.firingThread.mean >= 0.5) return undefined
  const { took, by } = sampled.longestDelay
  return {
    says: [`the firing thread stood still for ${timeInWords(took)} in the second up to ${timeInWords(by)}`],
    remedy: 'this process was stopped or the machine paused, so run it again undisturbed',
  }
}

const mostThreads = 64

function withMoreThreads(doubts: Doubts): string {
  const { firing, cpus, health } = doubts
  const more = firing.threads + 1
  const machineIsFull = (health.sampled?.machine?.max ?? 0) >= full
  if (more > cpus || machineIsFull)
    return `${lowerLoad(doubts)}; this machine has no core left for another firing thread`
  if (more > mostThreads) return lowerLoad(doubts)
  return `${lowerLoad(doubts)} or ${firing.threads === 1 ? 'add' : 'write'} --threads ${more}`
}

function lowerLoad({ loads, health: { sampled } }: Doubts): string {
  const rates = loads.flatMap(plannedRates)
  const bursts = loads.some(({ kind }) => kind === 'burst')
  if (rates.length === 0) return 'lower the burst size'
  const managed = twoDigits(sampled?.mostSentPerSecond ?? 0)
  // More than was planned is sent where late arrivals are caught up: no rate to stay below.
  const below = managed > 0 && managed < Math.max(...rates) && !bursts
  return `lower the rate${below ? ` below ${countInWords(managed)}/s` : ''}${bursts ? ' or the burst size' : ''}`
}

function plannedRates(load: Load): readonly number[] {
  if (load.kind === 'rate') return [load.perSecond]
  return load.kind === 'stages' ? load.stages.map(({ perSecond }) => perSecond) : []
}

/** 8,437 as 8,400: what was managed once is managed again only from below. */
function twoDigits(rate: number): number {
  if (rate < 1) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1)
  return Math.floor(rate / step) * step
}
