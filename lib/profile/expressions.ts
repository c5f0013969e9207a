import { isMapping, type Document, type Path } from './document.ts'
import { excerptOf } from './excerpt.ts'
import { describeFound, printable } from './found.ts'
import type { Place, Problems } from './problems.ts'
import type { Setting } from './settings.ts'

/** Reads a threshold; `phases` are the names it may select, undefined when they are not known. */
export type ReadThreshold = (
  text: string,
  phases: readonly string[] | undefined,
) => { readonly canonical: string } | { readonly message: string; readonly at: number }

/** An expression as it was written, with the place of each of its characters. */
export interface Written {
  readonly text: string
  placeAt(offset: number): Place
}

export function writtenInFlag({ value, place }: Setting): Written {
  return {
    text: value,
    placeAt: (offset) => ({ ...place, excerpt: excerptOf(printable(value), 1, offset + 1) }),
  }
}

/** The expressions that a document lists at `path`; what is no text is a problem. */
export function writtenIn(document: Document, path: Path, problems: Problems): readonly Written[] {
  const listed = document.peek(path)
  if (listed === undefined) return []
  if (Array.isArray(listed))
    return listed.flatMap((text, i) => writtenAt(text, [...path, i], document, problems))
  const example = `write ${String(path.at(-1))}: ['response_time p(95) < 200ms']`
  problems.add(document.place(path), `found ${describeFound(listed)}; ${example}`)
  return []
}

function writtenAt(text: unknown, path: Path, document: Document, problems: Problems): Written[] {
  if (typeof text === 'string') return [{ text, placeAt: (offset) => document.place(path, offset) }]
  // In YAML a threshold with ": " in it, or one that begins with a brace, is a mapping.
  const why = isMapping(text) ? 'a mapping (put the threshold in quotes)' : describeFound(text)
  problems.add(document.place(path), `found ${why}; write a text such as 'response_time p(95) < 200ms'`)
  return []
}
