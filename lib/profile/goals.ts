import type { Goals } from '../model/comparison-plan.ts'
import type { CompareSection } from './compare-section.ts'
import type { Document } from './document.ts'
import { writtenIn, writtenInFlag, type ReadThreshold, type Written } from './expressions.ts'
import type { Context } from './files.ts'
import { readShare } from './numbers.ts'
import { accept, type Problems } from './problems.ts'
import type { Settings } from './settings.ts'

const defaults = { weight: 0.5, tolerance: 0.05 }

/** What the recommendation goes by. `cold`: how many cold samples of each setting there will be. */
export function settleGoals(
  settings: Settings,
  document: Document | undefined,
  section: CompareSection,
  cold: number,
  context: Context & { readonly readThreshold: ReadThreshold },
): Goals {
  const { problems } = context
  const shareOf = (flag: 'weight' | 'tolerance'): number =>
    accept(settings.text(flag), readShare, problems)?.value ?? section.input[flag] ?? defaults[flag]
  return {
    weight: shareOf('weight'),
    limits: settleLimits(settings, document, cold, context),
    tolerance: shareOf('tolerance'),
  }
}

/** The limits of flags, else of the profile, in canonical form and each once. */
function settleLimits(
  settings: Settings,
  document: Document | undefined,
  cold: number,
  { problems, notes, readThreshold }: Context & { readonly readThreshold: ReadThreshold },
): readonly string[] {
  const flags = settings.list('slo').map(writtenInFlag)
  const profile = document === undefined ? [] : writtenIn(document, ['compare', 'slo'], problems)
  if (flags.length > 0 && profile.length > 0) notes.push('--slo replaces the limits of the profile')
  const wanted = flags.length > 0 ? flags : profile
  const canonical = wanted.map((written) => settleOne(written, cold, readThreshold, problems))
  return [...new Set(canonical.filter((text) => text !== undefined))]
}

function settleOne(
  written: Written,
  cold: number,
  read: ReadThreshold,
  problems: Problems,
): string | undefined {
  const { text } = written
  const reading = read(text, undefined)
  if ('message' in reading) {
    problems.add(written.placeAt(reading.at), reading.message)
    return undefined
  }
  const fault = faultOf(text, reading.canonical, cold, read)
  if (fault === undefined) return reading.canonical
  problems.add(written.placeAt(fault.at), fault.message)
  return undefined
}

/** Numbers that say how a comparison was made, and nothing of a setting: it fires as many as it wants of each kind. */
const ofTheDesign =
  /^(invocations|cold_starts|environments|cold_start_rate|reuse_rate|run_cost|gb_seconds|schedule_lag|burst_skew)\b/
const ofColdStarts = /^((init|restore)_duration\b|\w+\{start:(cold|restored)\})/
const ofNoSamples = /^\w+\{start:(reinitialized|unknown)\}/

function faultOf(
  text: string,
  canonical: string,
  cold: number,
  read: ReadThreshold,
): { readonly message: string; readonly at: number } | undefined {
  // With no phases to name, any phase is wrong, and it is said where.
  const phase = read(text, [])
  if ('message' in phase)
    return {
      at: phase.at,
      message: 'selects a phase, and a setting is judged by all of its samples; select a start, or nothing',
    }
  const at = text.length - text.trimStart().length
  const metric = ofTheDesign.exec(canonical)?.[1]
  if (metric !== undefined)
    return {
      at,
      message: `${metric} says how the comparison is made, and nothing of a setting; write one such as response_time p(95) < 200ms`,
    }
  if (ofNoSamples.test(canonical))
    return { at, message: 'selects starts that are never samples of a setting; select warm or cold' }
  if (cold === 0 && ofColdStarts.test(canonical))
    return { at, message: 'is about cold starts, and none will be forced; leave it out, or add --cold 20' }
  return undefined
}
