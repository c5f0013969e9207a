import stringWidth from 'string-width'
import type { Run } from '../../lib/model/run.ts'
import { disagreementSentences, healthLines } from '../content/health.ts'
import { table, wrap } from '../table.ts'
import { bulleted, cell, heading, proseWidth, type Style } from './style.ts'

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
  const lines = healthLines(run)
  const labels = Math.max(...lines.map(({ label }) => stringWidth(label)))
  const rows = lines.flatMap(({ label, says }) =>
    wrap(says, Math.max(narrowest, proseWidth(style) - labels - 4)).map((part, index) => [
      cell(index === 0 ? label : '', style.dim),
      cell(part),
    ]),
  )
  const columns = [{ align: 'left' }, { align: 'left', shrinks: true }] as const
  const drawn = table(columns, rows, { width: style.width, indent: 2 })
  return [...heading(style, 'Generator', [verdict]), ...drawn]
}

/** Beside a phase with a very long name. */
const narrowest = 40
