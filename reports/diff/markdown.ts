import type { RunDiff } from '../../lib/model/diff.ts'
import { cleanDocument } from '../clean-run.ts'
import { differencesSection } from '../markdown/differences.ts'
import { bullets, code, markdownTable, prose } from '../markdown/markup.ts'
import { diffSides, diffTitle, invalidRuns, mismatchSentences, noDifferences } from './content.ts'

/** Two runs for a pull request: GitHub's Markdown, with nothing in it that a function could have written as markup. */
export function diffMarkdown(): (diff: RunDiff) => Iterable<string> {
  return (diff) => {
    const clean = cleanDocument(diff)
    return [`${order.flatMap((section) => section(clean)).join('\n\n')}\n`]
  }
}

/** Blocks that blank lines will separate. */
type Section = (diff: RunDiff) => readonly string[]

const titleSection: Section = (diff) => {
  const { name, facts } = diffTitle(diff)
  return [
    [`## coldburst diff: ${code(name)}`, ...facts.map(prose)].join(' · '),
    markdownTable(
      [
        ['', 'left'],
        ['Run', 'left'],
        ['Function', 'left'],
        ['Fired', 'left'],
      ],
      diffSides(diff).map(({ role, folder, facts, circumstances }) => [
        role,
        code(folder),
        facts.map(prose).join(' · '),
        circumstances.map(prose).join(' · '),
      ]),
    ),
  ]
}

const validitySection: Section = (diff) =>
  invalidRuns(diff).map(({ role, reasons }) =>
    [
      '> [!CAUTION]',
      `> **The ${role} is invalid: its numbers are no verdict on the function.**`,
      '>',
      ...reasons.map((reason) => `> - ${prose(reason)}`),
    ].join('\n'),
  )

const mismatchSection: Section = (diff) => {
  const sentences = mismatchSentences(diff)
  if (sentences.length === 0) return []
  return [
    [
      '> [!WARNING]',
      '> **These runs are not comparable; `--force` compared them all the same.**',
      '>',
      ...sentences.map((sentence) => `> - ${prose(sentence)}`),
    ].join('\n'),
  ]
}

const changesSection: Section = ({ differences }) =>
  differences.length === 0 ? [prose(noDifferences)] : differencesSection([{ differences }])

const notesSection: Section = ({ notes }) =>
  notes.length === 0 ? [] : ['### Notes', bullets(notes.map(prose))]

const order: readonly Section[] = [
  titleSection,
  validitySection,
  mismatchSection,
  changesSection,
  notesSection,
]
