import type { Run } from '../../lib/model/run.ts'
import { disagreementSentences, healthLines } from '../content/health.ts'
import { bullets, prose } from './markup.ts'

/** Where markers contradict each other; nothing when they agree. */
export function evidenceSection(run: Run): readonly string[] {
  const sentences = disagreementSentences(run)
  if (sentences.length === 0) return []
  return [
    '### Evidence',
    'Markers that contradict each other; the stronger one was believed:',
    bullets(sentences.map(prose)),
  ]
}

/** What a reader should know that is no fault. */
export const notesSection = ({ notes }: Run): readonly string[] =>
  notes.length === 0 ? [] : ['### Notes', bullets(notes.map(prose))]

/** How well the generator kept to its schedule. */
export function healthSection(run: Run): readonly string[] {
  const lines = healthLines(run).map(({ label, says }) => `${prose(label)}: ${prose(says)}`)
  return [
    '### Generator',
    run.validity.valid ? 'The run is valid.' : 'The run is invalid, see above.',
    ...(lines.length === 0 ? [] : [bullets(lines)]),
  ]
}
