import type { Run } from '../../lib/model/run.ts'
import { disagreementSentences, healthLines } from '../content/health.ts'
import { table } from '../table.ts'
import { bulleted, cell, heading, type Style } from './style.ts'

/** Where markers contradict each other; nothing when they agree. */
export function evidenceSection(run: Run, style: Style): readonly string[] {
  const sentences = disagreementSentences(run)
  if (sentences.length === 0) return []
  return [
    ...heading(style, 'Evidence', ['markers that contradict each other; the stronger one was believed']),
    ...sentences.flatMap((sentence) => bulleted(style, style.doubtful('▲'), sentence)),
  ]
}

/** What a reader should know that is no fault. */
export const notesSection = ({ notes }: Run, style: Style): readonly string[] =>
  notes.length === 0
    ? []
    : [...heading(style, 'Notes'), ...notes.flatMap((note) => bulleted(style, style.dim('·'), note))]

/** How well the generator kept to its schedule. */
export function healthSection(run: Run, style: Style): readonly string[] {
  const verdict = run.validity.valid ? 'the run is valid' : 'the run is invalid, see above'
  const rows = healthLines(run).map(({ label, says }) => [cell(label, style.dim), cell(says)])
  const columns = [{ align: 'left' }, { align: 'left', shrinks: true }] as const
  const drawn = table(columns, rows, { width: style.width, indent: 2 })
  return [...heading(style, 'Generator', [verdict]), ...drawn]
}
