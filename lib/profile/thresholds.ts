import type { PhasePlan } from '../model/plan.ts'
import type { Document } from './document.ts'
import { writtenIn, writtenInFlag, type ReadThreshold, type Written } from './expressions.ts'
import type { Problems } from './problems.ts'
import type { SettledPhases } from './settle-phases.ts'
import type { Settings } from './settings.ts'

/** The thresholds of flags, else of the profile, in canonical form and each once. */
export function settleThresholds(
  settings: Settings,
  document: Document | undefined,
  phases: SettledPhases,
  read: ReadThreshold,
  context: { readonly problems: Problems; readonly notes: string[] },
): readonly string[] {
  const flags = settings.list('threshold').map(writtenInFlag)
  const profile = document === undefined ? [] : writtenIn(document, ['thresholds'], context.problems)
  if (flags.length > 0 && profile.length > 0)
    context.notes.push('--threshold replaces the thresholds of the profile')
  const wanted = flags.length > 0 ? flags : profile
  const canonical = wanted.map((written) => settleOne(written, phases, read, context.problems))
  return [...new Set(canonical.filter((text) => text !== undefined))]
}

function settleOne(
  written: Written,
  { phases, names }: SettledPhases,
  read: ReadThreshold,
  problems: Problems,
): string | undefined {
  const { text } = written
  const reading = read(text, names)
  if ('message' in reading) {
    problems.add(written.placeAt(reading.at), reading.message)
    return undefined
  }
  const discarded = names === undefined ? undefined : onlyDiscarded(text, phases, names, read)
  if (discarded === undefined) return reading.canonical
  problems.add(
    written.placeAt(discarded),
    'selects a phase that is discarded, of which there are no numbers; select another',
  )
  return undefined
}

/** Where a threshold selects a discarded phase: the place where it would be wrong without those. */
function onlyDiscarded(
  text: string,
  phases: readonly PhasePlan[],
  names: readonly string[],
  read: ReadThreshold,
): number | undefined {
  const discarded = phases.filter(({ discard }) => discard).map(({ name }) => name)
  const reading = read(
    text,
    names.filter((name) => !discarded.includes(name)),
  )
  return 'message' in reading ? reading.at : undefined
}
