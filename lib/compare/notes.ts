import type { Ranking, SettingResult } from '../model/comparison.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { Emulation } from '../model/emulation.ts'
import type { TargetFacts } from '../model/run.ts'
import type { SpeedMetric } from '../model/speed-metric.ts'
import type { Verdict } from '../model/verdict.ts'
import { parseThreshold } from '../gates/parse-threshold.ts'
import { fewestForMedian, isResolved, nearestRank } from '../stats/intervals.ts'
import { tellsApart } from './shared-rounds.ts'
import { ranIntoTimeout } from './timeouts.ts'
import { countInWords, listInWords, shareInWords } from '../summary/in-words.ts'
import { fewHosts, type Served } from './few-hosts.ts'
import { needsHomes } from './homes.ts'
import { discardedInWords } from './unfit-words.ts'

export interface NotesFacts {
  readonly plan: ComparisonPlan
  readonly facts: TargetFacts
  readonly settings: readonly SettingResult[]
  /** Of those that were measured; absent where none was. */
  readonly ranking?: Ranking | undefined
  /** Why there are fewer samples than were wanted. */
  readonly cutShort: readonly string[]
  /** On blocks that were spoilt, where they are too few to matter. */
  readonly spoilt?: string | undefined
  readonly emulation?: Emulation | undefined
  /** Why there are no prices. */
  readonly unpriced?: string | undefined
  /** Invocations that cost something that is not known. */
  readonly unknownCosts: number
  /** Accepted samples of `$LATEST` that named no environment. */
  readonly nameless: number
  /** By whom the warm samples were given, of each setting that was measured. */
  readonly served: readonly Served[]
}

/** What a reader of a comparison should know that is no fault. */
export function notesOf(input: NotesFacts): string[] {
  const notes = [
    ...input.cutShort.map(asSentence),
    input.cutShort.length === 0 ? fewerThanWanted(input) : undefined,
    ranIntoTimeout(input),
    notForced(input),
    fewHosts(input.plan.staging, input.served),
    takenOnTrust(input),
    ...starts.flatMap((start) => input.settings.map((result) => muchDiscarded(result, start))),
    ...starts.map((start) => tooFewFor(input, start)),
    judgedAllTheSame(input),
    nobodyFastest(input),
    input.spoilt,
    saturated(input),
    assumedArchitecture(input),
    ownArchitecture(input),
    unpricedNote(input),
    unknownCosts(input),
  ]
  return notes.filter((note) => note !== undefined)
}

const starts = ['warm', 'cold'] as const
type Start = (typeof starts)[number]

function asSentence(text: string): string {
  const ended = text.endsWith('.') ? text : `${text}.`
  return ended.charAt(0).toUpperCase() + ended.slice(1)
}

const measured = (settings: readonly SettingResult[]): readonly SettingResult[] =>
  settings.filter(({ fate }) => fate.kind === 'measured')

/** So many are named in a sentence. */
const mostNamed = 2

/** Of settings that were measured: why the others have none is told with them. */
function fewerThanWanted({ settings }: NotesFacts): string | undefined {
  const lacking = measured(settings).flatMap((result) =>
    starts
      .filter((start) => result[start].accepted < result[start].wanted)
      .map((start) => {
        const { accepted, wanted } = result[start]
        return `${result.setting.name} has ${countInWords(accepted)} of ${countInWords(wanted)} ${start} ones`
      }),
  )
  if (lacking.length === 0) return undefined
  // Of many the list of samples tells, which has them anyway.
  const which = lacking.length > mostNamed ? 'the samples of each setting say how many' : listInWords(lacking)
  return `There are fewer samples than wanted: ${which}.`
}

function notForced({ plan: { staging } }: NotesFacts): string | undefined {
  if (staging !== 'none') return undefined
  return 'Cold starts were not forced: that takes versions of their own, and nothing was changed.'
}

function takenOnTrust({ plan, nameless }: NotesFacts): string | undefined {
  if (!needsHomes(plan) || nameless === 0) return undefined
  const samples = nameless === 1 ? '1 sample' : `${countInWords(nameless)} samples`
  return (
    `${samples} named no environment: that no environment of the setting before gave them is taken on trust. ` +
    'With the probe in the function those that had served before are told, and without --in-place the version is.'
  )
}

/** More than this share of discarded invocations is worth a word. */
const muchShare = 0.2

function muchDiscarded(result: SettingResult, start: Start): string | undefined {
  const { accepted, failed, discarded } = result[start]
  const count = discarded.reduce((sum, { count }) => sum + count, 0)
  const fired = accepted + failed + count
  if (count <= fired * muchShare) return undefined
  const of = `${countInWords(count)} of ${countInWords(fired)}`
  return (
    `${result.setting.name}: ${of} invocations fired as ${start} starts (${shareInWords(count / fired)}) were ` +
    `discarded, because ${discardedInWords(discarded)}.`
  )
}

const percentiles = [50, 90, 95, 99]

function tooFewFor({ settings }: NotesFacts, start: Start): string | undefined {
  const counts = measured(settings)
    .map((result) => result[start].accepted)
    .filter((count) => count > 0)
  const least = Math.min(...counts)
  if (counts.length === 0) return undefined
  const unresolved = percentiles.filter((percentile) => !isResolved(nearestRank(percentile, least), least))
  if (unresolved.length === 0) return undefined
  const names = listInWords(unresolved.map((percentile) => `p${percentile}`))
  const samples = `${countInWords(least)} ${start} sample${least === 1 ? ' is' : 's are'}`
  return `${samples} too few to tell ${names}.`
}

/** A limit may be decided on a percentile that the table does not show. */
function judgedAllTheSame({ settings }: NotesFacts): string | undefined {
  const judged = measured(settings).some(({ limits }) => limits.some(isDecidedUnprinted))
  return judged
    ? 'A limit on a percentile goes by its 95 % interval, which takes fewer samples than it takes to show the percentile in the table.'
    : undefined
}

function isDecidedUnprinted({ kind, gate, n }: Verdict): boolean {
  const threshold = parseThreshold(gate)
  if (kind === 'inconclusive' || threshold.kind !== 'distribution' || n === 0) return false
  const { aggregate } = threshold
  return aggregate.kind === 'percentile' && !isResolved(nearestRank(aggregate.percentile, n), n)
}

function nobodyFastest({ settings, ranking }: NotesFacts): string | undefined {
  if (ranking === undefined || ranking.fastest !== undefined || measured(settings).length < 2)
    return undefined
  // Where rounds are too few nothing is recommended, and that says why.
  if (!tellsApart(ranking.rounds)) return undefined
  const { speedBy = 'duration' } = ranking
  const known = measured(settings).every(({ warm }) => warm[speedBy]?.p50.resolved === true)
  return known
    ? `No setting is called the fastest: that takes six rounds in which each has a ${speedWords[speedBy]}, and there are fewer.`
    : `No setting is called the fastest: that takes a p50 of each, and a p50 takes ${fewestForMedian} warm samples.`
}

const speedWords: Readonly<Record<SpeedMetric, string>> = {
  duration: 'Duration',
  responseTime: 'response time',
}

function saturated({ emulation }: NotesFacts): string | undefined {
  const { seconds, of } = emulation?.hostSaturated ?? { seconds: 0, of: 0 }
  if (seconds === 0) return undefined
  return (
    `In ${seconds} of ${of} s the environments were due more processor time than this machine has: ` +
    'settings with much memory may look slower than they are.'
  )
}

function assumedArchitecture({ facts, settings, unpriced }: NotesFacts): string | undefined {
  const known = settings.every(
    ({ setting, behind }) => (setting.architecture ?? behind?.architecture) !== undefined,
  )
  if (facts.architectureFrom !== 'assumed' || known || unpriced !== undefined) return undefined
  return `The function could not be asked for its architecture; the cost is that of ${facts.architecture}.`
}

/** What was named for the price is for qualifiers that don't say what they are. */
function ownArchitecture({ plan, settings, unpriced }: NotesFacts): string | undefined {
  const { architecture: named } = plan.base.pricing
  const others = settings.filter(({ behind }) => (behind?.architecture ?? named) !== named)
  if (named === undefined || others.length === 0 || unpriced !== undefined) return undefined
  const names = listInWords(others.map(({ setting }) => setting.name))
  const be = others.length === 1 ? 'is' : 'are'
  return `${names} ${be} priced as ${others[0]?.behind?.architecture}, by ${others.length === 1 ? 'its' : 'their'} own configuration, and not as ${named}, which was named.`
}

const unpricedNote = ({ unpriced }: NotesFacts): string | undefined =>
  unpriced === undefined ? undefined : `No cost is given: ${unpriced}.`

function unknownCosts({ unknownCosts: count }: NotesFacts): string | undefined {
  if (count === 0) return undefined
  const which = count === 1 ? '1 invocation' : `${countInWords(count)} invocations`
  return `What was spent leaves out the duration of ${which}, which is not known.`
}
