import { isMapping, type Document } from './document.ts'
import { excerptOf } from './excerpt.ts'
import { describeFound, printable } from './found.ts'
import type { Place, Problems } from './problems.ts'
import type { PhasePlan } from '../model/plan.ts'
import type { SettledPhases } from './settle-phases.ts'
import type { Setting, Settings } from './settings.ts'

/** Reads a threshold; `phases` are the names it may select, undefined when they are not known. */
export type ReadThreshold = (
  text: string,
  phases: readonly string[] | undefined,
) => { readonly canonical: string } | { readonly message: string; readonly at: number }

interface Written {
  readonly text: string
  placeAt(offset: number): Place
}

/** The thresholds of flags, else of the profile, in canonical form and each once. */
export function settleThresholds(
  settings: Settings,
  document: Document | undefined,
  phases: SettledPhases,
  read: ReadThreshold,
  context: { readonly problems: Problems; readonly notes: string[] },
): readonly string[] {
  const flags = settings.list('threshold').map(writtenInFlag)
  const profile = document === undefined ? [] : writtenIn(document, context.problems)
  if (flags.length > 0 && profile.length > 0)
    context.notes.push('--threshold replaces the thresholds of the profile')
  const wanted = flags.length > 0 ? flags : profile
  const canonical = wanted.map((written) => settleOne(written, phases, read, context.problems))
  return [...new Set(canonical.filter((text) => text !== undefined))]
}

function writtenInFlag({ value, place }: Setting): Written {
  return {
    text: value,
    placeAt: (offset) => ({ ...place, excerpt: excerptOf(printable(value), 1, offset + 1) }),
  }
}

function writtenIn(document: Document, problems: Problems): readonly Written[] {
  const listed = document.peek(['thresholds'])
  if (listed === undefined) return []
  const example = "write thresholds: ['cold_start_rate < 8%']"
  if (!Array.isArray(listed))
    problems.add(document.place(['thresholds']), `found ${describeFound(listed)}; ${example}`)
  return Array.isArray(listed) ? listed.flatMap((text, i) => writtenAt(text, i, document, problems)) : []
}

function writtenAt(text: unknown, index: number, document: Document, problems: Problems): Written[] {
  const path = ['thresholds', index]
  if (typeof text === 'string') return [{ text, placeAt: (offset) => document.place(path, offset) }]
  // In YAML a threshold with ": " in it, or one that begins with a brace, is a mapping.
  const why = isMapping(text) ? 'a mapping (put the threshold in quotes)' : describeFound(text)
  problems.add(document.place(path), `found ${why}; write a text such as 'cold_start_rate < 8%'`)
  return []
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
