import { z } from 'zod'
import { compareSchema } from './compare-schema.ts'
import type { Document, Path } from './document.ts'
import type { Place } from './problems.ts'

/** Each limit is read where it is parsed, so that it is shown where in it a mistake is. */
const readSchema = compareSchema.extend({ slo: z.unknown().optional() })

/** What a profile says of a comparison. */
export interface CompareSection {
  readonly input: z.output<typeof readSchema>
  /** False where it can't be understood: what it may have said is unknown then. */
  readonly whole: boolean
  place(...path: Path): Place
}

/** Reads `compare`. Without one, or without a profile, nothing is said in it. */
export function readCompareSection(document: Document | undefined): CompareSection {
  const piece = document?.read(readSchema, ['compare'])
  const place = (...path: Path): Place => document?.place(['compare', ...path]) ?? { where: 'compare' }
  return piece?.kind === 'given'
    ? { input: piece.value, whole: true, place }
    : { input: {}, whole: piece?.kind !== 'broken', place }
}
