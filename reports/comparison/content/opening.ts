import type { Comparison } from '../../../lib/model/comparison.ts'
import { defined } from '../../../lib/model/defined.ts'
import type { Load } from '../../../lib/model/plan.ts'
import { type Headline, headline, type Occasion } from '../../content/headline.ts'
import { formatCount, formatDuration, plural } from '../../quantities.ts'
import { architectures } from './qualifiers.ts'
import { hasFigures } from './standings.ts'
import { memoryName } from './words.ts'

/** What was compared, where and when; versions are left out, because the comparison made most of them itself. */
export function comparisonHeadline(comparison: Comparison): Headline {
  const { plan, startedAt, durationMs, ended } = comparison
  return headline({ target: targetOf(comparison), plan: plan.base, startedAt, durationMs, ended }, memoryName)
}

/** Of qualifiers only what all of them share is told here: what `$LATEST` is does not matter to them. */
function targetOf(comparison: Comparison): Occasion['target'] {
  const { target, plan } = comparison
  const asIs = { ...target, versions: [] }
  if (plan.staging !== 'none') return asIs
  const [architecture = target.architecture, ...others] = architectures(comparison)
  return defined({
    ...asIs,
    memoryMb: undefined,
    runtime: undefined,
    architecture: others.length > 0 ? undefined : architecture,
  })
}

/** «6 settings», «100 warm and 20 cold samples each», «20 rounds, interleaved», «seed 1». */
export function designParts(comparison: Comparison): readonly string[] {
  const { plan } = comparison
  const rounds = Math.max(0, ...comparison.settings.map(({ warm }) => warm.blocks))
  return [
    plural(plan.settings.length, 'setting') + howManyMeasured(comparison),
    sampleWords(comparison),
    ...(rounds === 0 ? [] : [`${plural(rounds, 'round')}, interleaved`]),
    ...plan.base.phases.filter(({ discard }) => !discard).flatMap(({ load }) => loadWords(load)),
    ...(plan.staging === 'in-place' ? ['$LATEST changed from block to block'] : []),
    `seed ${plan.base.seed}`,
  ]
}

/** «, 2 of them measured»: samples are told of those alone. Nothing where it is all of them, or none. */
function howManyMeasured(comparison: Comparison): string {
  const measured = comparison.settings.filter(hasFigures).length
  return measured === 0 || measured === comparison.settings.length ? '' : `, ${measured} of them measured`
}

/** As many as there are of the settings that have figures, or else of any; where there are none, what was wanted. */
function sampleWords(comparison: Comparison): string {
  const measured = comparison.settings.filter(hasFigures)
  const settings = measured.length === 0 ? comparison.settings : measured
  const warm = settings.map(({ warm }) => warm.accepted)
  const cold = settings.map(({ cold }) => cold.accepted)
  if (Math.max(0, ...warm, ...cold) > 0) return `${warmAndCold(warm, cold)} samples each`
  const { design } = comparison.plan
  return `no samples; ${warmAndCold([design.warm], [design.cold])} each were wanted`
}

/** «100 to 120 warm and 20 cold»; cold ones are left out where there are none. */
const warmAndCold = (warm: readonly number[], cold: readonly number[]): string =>
  [`${range(warm)} warm`, ...(Math.max(...cold) === 0 ? [] : [`${range(cold)} cold`])].join(' and ')

function range(counts: readonly number[]): string {
  const [lowest, highest] = [Math.min(...counts), Math.max(...counts)]
  return lowest === highest ? formatCount(lowest) : `${formatCount(lowest)} to ${formatCount(highest)}`
}

/** Nothing for the usual load, one invocation after the other. */
function loadWords(load: Load): readonly string[] {
  switch (load.kind) {
    case 'closed':
      return load.concurrency === 1 ? [] : [`${formatCount(load.concurrency)} in flight`]
    case 'burst':
      return [`bursts of ${formatCount(load.size)}`]
    case 'rate':
      return [`${load.perSecond} per second`]
    case 'stages':
      return [`a rate in ${plural(load.stages.length, 'stage')}`]
    default:
      return load satisfies never
  }
}

/** What was not put back, as one sentence; undefined when nothing is left to do. */
export function leftBehind({ putBack, target }: Comparison): string | undefined {
  switch (putBack.kind) {
    case 'nothing-changed':
    case 'put-back':
    case 'function-deleted':
      return undefined
    case 'left':
      if (putBack.byHand)
        return `${target.function} is not as it was, and has to be put back by hand: ${withoutStop(putBack.why)}. The journal stays until then: ${putBack.journal}.`
      return `${target.function} is not as it was: ${withoutStop(putBack.why)}. \`coldburst restore\` puts it back, by the journal ${putBack.journal}.`
    case 'unknown':
      return `Whether ${target.function} is as it was is not known: the comparison broke off before it could say. \`coldburst restore\` looks, and puts back what is left.`
    default:
      return putBack satisfies never
  }
}

/** That the machine was too small for a part of the comparison; undefined when it was not. */
export function saturation({ emulation }: Comparison): string | undefined {
  if (emulation === undefined || emulation.hostSaturated.seconds <= 0) return undefined
  const { seconds, of } = emulation.hostSaturated
  const stretch =
    seconds < of
      ? `in ${formatDuration(seconds * 1e6)} of ${formatDuration(of * 1e6)}`
      : `all the time (${formatDuration(of * 1e6)})`
  return `Host saturated ${stretch}: Durations may be longer than the memory setting alone makes them. Fire at fewer environments at once, or on a machine with more cores.`
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/u, '')
