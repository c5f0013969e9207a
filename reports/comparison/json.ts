import type { Comparison } from '../../lib/model/comparison.ts'
import { printDocument } from '../json.ts'

/** The document of a comparison itself, as the document of a run is printed. */
export function comparisonJson(): (comparison: Comparison) => Iterable<string> {
  return (comparison) => [printDocument(comparison)]
}
