import type { Comparison } from '../../lib/model/comparison.ts'
import { cleanDocument } from '../clean-run.ts'
import { code } from '../markdown/markup.ts'

/** A comparison for a pull request: GitHub's Markdown, with nothing in it that a function could have written as markup. */
export function comparisonMarkdown(): (comparison: Comparison) => Iterable<string> {
  return (comparison) => [`## coldburst compare: ${code(cleanDocument(comparison).target.function)}\n`]
}
