import type { RunDiff } from '../../lib/model/diff.ts'
import { cleanDocument } from '../clean-run.ts'
import type { ReportOptions } from '../index.ts'
import { flow, truncate } from '../table.ts'
import { differencesSection } from '../terminal/differences.ts'
import { bulleted, createStyle, heading, proseWidth, separator, type Style } from '../terminal/style.ts'
import { asciiOnly } from '../untrusted.ts'
import { diffSides, diffTitle, invalidRuns, mismatchSentences, noDifferences } from './content.ts'

/** Two runs for a terminal: what can't be trusted, which they were, what changed. */
export function diffText(options: ReportOptions): (diff: RunDiff) => Iterable<string> {
  const style = createStyle(options)
  return (diff) => {
    const clean = cleanDocument(diff)
    const drawn = order
      .map((section) => section(clean, style))
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')
    return [`${options.unicode ? drawn : asciiOnly(drawn)}\n`]
  }
}

type Section = (diff: RunDiff, style: Style) => readonly string[]

const validitySection: Section = (diff, style) =>
  invalidRuns(diff).flatMap(({ role, reasons }) => [
    style.bad(style.bold(`✗ The ${role} is invalid: its numbers are no verdict on the function.`)),
    ...reasons.flatMap((reason) => bulleted(style, '·', reason)),
  ])

const mismatchSection: Section = (diff, style) => {
  const sentences = mismatchSentences(diff)
  if (sentences.length === 0) return []
  return [
    style.doubtful(style.bold('▲ These runs are not comparable; --force compared them all the same.')),
    ...sentences.flatMap((sentence) => bulleted(style, '·', sentence)),
  ]
}

const titleSection: Section = (diff, style) => {
  const { name, facts } = diffTitle(diff)
  return [
    ...heading(style, truncate(name, proseWidth(style) - 20), facts),
    ...diffSides(diff).flatMap(({ role, folder, facts, circumstances }) => [
      `  ${role.padEnd(margin - 2)}${truncate(folder, style.width - margin)}`,
      ...flow([...facts, ...circumstances], separator, proseWidth(style) - margin).map(
        (line) => ' '.repeat(margin) + style.dim(line),
      ),
    ]),
  ]
}

/** Behind «baseline» and «candidate». */
const margin = 13

const changesSection: Section = ({ differences }, style) =>
  differences.length === 0 ? [noDifferences] : differencesSection([{ differences }], style)

const notesSection: Section = ({ notes }, style) =>
  notes.length === 0
    ? []
    : [...heading(style, 'Notes'), ...notes.flatMap((note) => bulleted(style, style.dim('·'), note))]

const order: readonly Section[] = [
  validitySection,
  mismatchSection,
  titleSection,
  changesSection,
  notesSection,
]
