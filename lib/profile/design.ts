import { defined } from '../model/defined.ts'
import type { Design } from '../model/comparison-plan.ts'
import type { TargetPlan } from '../model/plan.ts'
import type { CompareSection } from './compare-section.ts'
import { limits } from './limits.ts'
import { readCount } from './numbers.ts'
import { printPrecision, readPrecision } from './precision.ts'
import { accept, type Place, type Problems, type Reading } from './problems.ts'
import type { Settings } from './settings.ts'
import { rank, type SettledVaried } from './settle-varied.ts'
import type { Source } from './varied.ts'

/** What else of a comparison its samples depend on. */
export interface DesignContext {
  readonly target: TargetPlan['kind'] | undefined
  readonly varied: SettledVaried
  /** Of this machine. */
  readonly cpus: number
  readonly problems: Problems
  readonly notes: string[]
}

const defaults = { warm: 100, cold: 20, atOnce: 5, mostTimes: 20 }

/** Warm samples of each setting that are wanted, at least. */
export const settleWarm = (settings: Settings, section: CompareSection, problems: Problems): number =>
  accept(settings.text('requests'), readCount(limits.leastWarm, limits.warm), problems)?.value ??
  section.input.requests ??
  defaults.warm

/** How many samples are taken, and in which portions. */
export function settleDesign(
  settings: Settings,
  section: CompareSection,
  warm: { readonly wanted: number; readonly perBlock: number },
  context: DesignContext,
): Design {
  const take = <T>(flag: SampleFlag, read: (text: string) => Reading<T>) =>
    saidOf(settings, section, flag, read, context.problems)
  const until = take('until', readPrecision)
  const mostWarm = settleMost(
    take('maxRequests', readCount(1, limits.warm)),
    warm.wanted,
    until !== undefined,
    context,
  )
  if (until !== undefined) {
    const says = printPrecision(until.value)
    context.notes.push(`until ${says}: ${warm.wanted} to ${mostWarm} warm samples of each setting`)
  }
  return defined({
    warm: warm.wanted,
    warmPerBlock: warm.perBlock,
    ...settleCold(
      take('cold', readCount(0, limits.cold)),
      take('coldBurst', readCount(1, limits.cold)),
      context,
    ),
    until: until?.value,
    mostWarm,
  })
}

type SampleFlag = 'until' | 'maxRequests' | 'cold' | 'coldBurst'

interface Said<T> {
  readonly value: T
  readonly place: Place
  readonly from: Source
}

function saidOf<T>(
  settings: Settings,
  section: CompareSection,
  flag: SampleFlag,
  read: (text: string) => Reading<T>,
  problems: Problems,
): Said<T> | undefined {
  const text = settings.text(flag)
  if (text !== undefined) {
    const accepted = accept(text, read, problems)
    return accepted && { ...accepted, from: text.from }
  }
  // The profile's value was read by the same reader already.
  const written = section.input[flag] as T | undefined
  return written === undefined ? undefined : { value: written, place: section.place(flag), from: 'profile' }
}

function settleMost(
  most: Said<number> | undefined,
  wanted: number,
  hasUntil: boolean,
  { problems }: DesignContext,
): number {
  // A variable or a profile may say it for the comparisons that go on until something is known.
  if (most?.from === 'flag' && !hasUntil)
    problems.add(most.place, "goes with --until; add --until 'p95 ±5%', or leave it out")
  if (!hasUntil) return wanted
  if (most !== undefined && most.value < wanted)
    problems.add(most.place, `${most.value} is less than the ${wanted} samples to begin with; write more`)
  return most?.value ?? Math.min(wanted * defaults.mostTimes, limits.warm)
}

function settleCold(
  cold: Said<number> | undefined,
  atOnce: Said<number> | undefined,
  { target, varied, cpus, problems }: DesignContext,
): Pick<Design, 'cold' | 'coldPerBlock'> {
  const asTheyAre = varied.staging === 'none'
  if (asTheyAre && cold !== undefined && cold.value > 0 && rank(cold) >= rank(varied.said))
    problems.add(
      cold.place,
      "cold starts can't be forced on versions that exist; leave it out, or compare settings such as --memory 512,1024",
    )
  const wanted = asTheyAre ? 0 : (cold?.value ?? defaults.cold)
  // More at once than processors: the cold starts of the local Lambda would take each other's time.
  const usual = target === 'local' ? Math.min(defaults.atOnce, Math.max(1, cpus)) : defaults.atOnce
  // A variable or a profile may say how many at once for the comparisons that have cold starts.
  if (atOnce?.from === 'flag') checkAtOnce(atOnce, wanted, asTheyAre ? varied.said : cold, problems)
  const together = atOnce?.value ?? usual
  return { cold: wanted, coldPerBlock: wanted === 0 ? together : Math.min(together, wanted) }
}

/** `none` is what says that there are no cold starts, where there are none. */
function checkAtOnce(
  { value, place }: Said<number>,
  wanted: number,
  none: Pick<Said<unknown>, 'place' | 'from'> | undefined,
  problems: Problems,
): void {
  if (wanted > 0 && value > wanted)
    problems.add(
      place,
      `${value} at once are more than the ${wanted} that are wanted; write ${wanted} or less`,
    )
  if (wanted > 0 || none?.from !== 'flag') return
  const { where } = none.place
  const flag = where === '--cold' ? '--cold 0' : where
  problems.add(place, `is about cold starts, and with ${flag} there are none; leave one of them out`)
}
