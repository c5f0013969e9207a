import type { Comparison } from '../../lib/model/comparison.ts'
import { cleanDocument } from '../clean-run.ts'
import {
  closingSection,
  errorsSection,
  linkSection,
  localLambdaSection,
  notesSection,
  samplesSection,
} from './markdown/background.ts'
import { differencesSections, findingsSection, limitsSection } from './markdown/findings.ts'
import {
  adviceSection,
  leftSection,
  sameVersionSection,
  saturationSection,
  titleSection,
  validitySection,
} from './markdown/opening.ts'
import { settingsSection } from './markdown/settings.ts'

/** A comparison for a pull request: GitHub's Markdown, with nothing in it that a function could have written as markup. */
export function comparisonMarkdown(): (comparison: Comparison) => Iterable<string> {
  return (comparison) => {
    const clean = cleanDocument(comparison)
    return [`${order.flatMap((section) => section(clean)).join('\n\n')}\n`]
  }
}

/** Blocks that blank lines will separate. */
type Section = (comparison: Comparison) => readonly string[]

/** As in the terminal; what explains the numbers is folded away. */
const order: readonly Section[] = [
  titleSection,
  validitySection,
  leftSection,
  saturationSection,
  sameVersionSection,
  adviceSection,
  settingsSection,
  findingsSection,
  limitsSection,
  differencesSections,
  errorsSection,
  notesSection,
  folded('How it was measured', [samplesSection, localLambdaSection, closingSection, linkSection]),
]

function folded(summary: string, sections: readonly Section[]): Section {
  return (comparison) => {
    const blocks = sections.flatMap((section) => section(comparison))
    return blocks.length === 0 ? [] : [`<details><summary>${summary}</summary>`, ...blocks, '</details>']
  }
}
