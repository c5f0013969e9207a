import type { HonestRate, TriedRate } from '../model/selftest.ts'
import type { Micros } from '../model/time.ts'
import type { Bench } from './check.ts'
import type { Measured } from './measured.ts'

/** What is asked of a rate: a p99 of the schedule lag below this, µs. */
export const lagLimit = 1_000

const lowest = 500
const highest = 64_000
/** How close the answer comes: the next rate that is tried is this much higher. */
const precision = 1.15
/** Long enough for a p99 of some weight even at the lowest rate. */
const seconds = 0.8
/** Fired before, at the same rate: a firing thread that has just started runs much of its code for the first time. */
const warmUp = 1

export interface Trial extends TriedRate {
  /** Why the rate is not kept. */
  readonly limit?: string
}

/** Searches it by firing at a server that answers at once. */
export const findHonestRate = async (bench: Bench): Promise<HonestRate> =>
  search(async (perSecond) => {
    const measured = await bench.fire({
      acts: [{ requests: Infinity, delays: [0] }],
      profile: {
        phases: [
          { name: 'warm-up', discard: true, rate: { per: `${perSecond}/s`, for: `${warmUp * 1_000}ms` } },
          { name: 'rate', rate: { per: `${perSecond}/s`, for: `${seconds * 1_000}ms` } },
        ],
      },
    })
    return judgeRate(perSecond, measured)
  })

/** Doubles the rate until one is not kept, then halves what lies between on a scale of ratios. */
export async function search(attempt: (perSecond: number) => Promise<Trial>): Promise<HonestRate> {
  const tried: Trial[] = []
  // The machine may have been busy for a moment: only what fails twice fails.
  const keeps = async (perSecond: number): Promise<boolean> => {
    for (let time = 0; time < 2; time += 1) {
      const trial = await attempt(perSecond)
      tried.push(trial)
      if (trial.kept) return true
    }
    return false
  }
  const range = await narrow(await bracket(keeps), keeps)
  const refusal = tried.findLast(({ kept, perSecond }) => !kept && perSecond === range.refused)
  return {
    ...(range.kept === undefined ? {} : { perSecond: range.kept }),
    ...(refusal?.limit === undefined ? {} : { limit: refusal.limit }),
    tried: tried.map(({ perSecond, lagP99, kept }) => ({
      perSecond,
      kept,
      ...(lagP99 === undefined ? {} : { lagP99 }),
    })),
  }
}

/** The highest rate known to be kept, and the lowest known not to be. */
interface Range {
  readonly kept?: number
  readonly refused?: number
}

async function bracket(keeps: (perSecond: number) => Promise<boolean>): Promise<Range> {
  let range: Range = {}
  for (let rate = lowest; rate <= highest && range.refused === undefined; rate *= 2) {
    range = (await keeps(rate)) ? { kept: rate } : { ...range, refused: rate }
  }
  return range
}

async function narrow(range: Range, keeps: (perSecond: number) => Promise<boolean>): Promise<Range> {
  const { kept, refused } = range
  if (kept === undefined || refused === undefined || refused / kept <= precision) return range
  const middle = roundRate(Math.sqrt(kept * refused))
  return narrow((await keeps(middle)) ? { kept: middle, refused } : { kept, refused: middle }, keeps)
}

/** Two digits: more would promise more than a search of seconds can know. */
const roundRate = (rate: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(rate)) - 1)
  return Math.round(rate / unit) * unit
}

/** Whether a run kept its rate, and what it failed by. */
export function judgeRate(perSecond: number, { run }: Pick<Measured, 'run'>): Trial {
  const lagP99 = run.health.scheduleLag?.p99
  const limit = limitOf(perSecond, run, lagP99)
  const known = lagP99 === undefined ? {} : { lagP99: lagP99 as Micros }
  return { perSecond, ...known, kept: limit === undefined, ...(limit === undefined ? {} : { limit }) }
}

function limitOf(perSecond: number, run: Measured['run'], lagP99: number | undefined): string | undefined {
  const planned = Math.round(perSecond * seconds)
  const [reason] = run.validity.reasons
  if (!run.validity.valid) return `at ${perSecond}/s the run is invalid: ${reason ?? 'it does not say why'}`
  if (run.counts.ok < planned)
    return `at ${perSecond}/s ${planned - run.counts.ok} of ${planned} were not answered`
  if (lagP99 === undefined || lagP99 >= lagLimit) {
    return `at ${perSecond}/s schedule lag p99 is ${((lagP99 ?? NaN) / 1_000).toFixed(2)} ms, not below 1 ms`
  }
  return undefined
}
