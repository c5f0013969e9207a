import stringWidth from 'string-width'
import type { Comparison } from '../../../lib/model/comparison.ts'
import type { HealthLine } from '../../content/health-line.ts'
import type { Failure } from '../../content/failures.ts'
import { shareHeadings, type ShareLine } from '../../content/local-lambda.ts'
import { flow, table, truncate, wrap } from '../../table.ts'
import { bulleted, cell, heading, indented, proseWidth, type Style } from '../../terminal/style.ts'
import { closingSentences, failuresOf, generatorLines, localLambdaContent } from '../content/closing.ts'
import { sampleLines, sampleSummary } from '../content/samples.ts'
import { powerTuningLink } from '../power-tuning-link.ts'

/** How the samples came about: how many were taken, and what was thrown away and repeated. */
export function samplesSection(comparison: Comparison, style: Style): readonly string[] {
  const lines = sampleLines(comparison).map(({ setting, says }) => ({ label: truncate(setting, 24), says }))
  return [...heading(style, 'Samples', [sampleSummary(comparison)]), ...labelled(lines, style)]
}

/** What went wrong, setting by setting, with the end of an example's log. */
export function errorsSection(comparison: Comparison, style: Style): readonly string[] {
  const found = failuresOf(comparison)
  if (found.length === 0) return []
  return [
    ...heading(style, 'Errors'),
    ...found.flatMap(({ setting, failures }) =>
      failures.flatMap((failure) => failureLines(setting, failure, style)),
    ),
  ]
}

function failureLines(
  setting: string,
  { count, name, kind, message, log }: Failure,
  style: Style,
): readonly string[] {
  const title = flow([`${setting}: ${count} × ${name}`, kind], '  ', proseWidth(style) - 4)
  return [
    ...title.map((line, index) => `  ${index === 0 ? style.bad('✗') : ' '} ${line}`),
    ...(message === '' ? [] : indented(style, 4, message)),
    ...log.map((line) => `    ${style.dim(`│ ${truncate(line, style.width - 6)}`)}`),
  ]
}

/** What the comparison cost, and that everything is as it was. */
export const closingSection = (comparison: Comparison, style: Style): readonly string[] => [
  ...heading(style, 'This comparison'),
  ...closingSentences(comparison).flatMap((sentence) => bulleted(style, style.dim('·'), sentence)),
]

/** What a reader should know that is no fault. */
export const notesSection = ({ notes }: Comparison, style: Style): readonly string[] =>
  notes.length === 0
    ? []
    : [...heading(style, 'Notes'), ...notes.flatMap((note) => bulleted(style, style.dim('·'), note))]

/** What of the local Lambda is not as on Lambda, and the CPU shares that settings got. */
export function localLambdaSection(comparison: Comparison, style: Style): readonly string[] {
  const { degraded, shares } = localLambdaContent(comparison)
  if (degraded.length === 0 && shares.length === 0) return []
  return [...heading(style, 'Local Lambda'), ...labelled(degraded, style), ...shareTable(shares, style)]
}

function shareTable(shares: readonly ShareLine[], style: Style): readonly string[] {
  if (shares.length === 0) return []
  const rows = shares.map(({ name, memory, asked, achieved, busyAtOnce, maxMemoryUsed }) =>
    [truncate(name, 24), memory, asked, achieved, busyAtOnce, maxMemoryUsed].map((text) => cell(text)),
  )
  const used = shares.some(({ maxMemoryUsed }) => maxMemoryUsed !== '')
  const head = ['', ...shareHeadings].map((text) =>
    cell(text === 'Max Memory Used' && !used ? '' : text, style.dim),
  )
  const columns = head.map((_, index) =>
    index === 0 ? ({ align: 'left', shrinks: true } as const) : ({ align: 'right' } as const),
  )
  return table(columns, [head, ...rows], { width: style.width, indent: 2 })
}

/** How well the generator kept up, in the block that was worst off. */
export function generatorSection(comparison: Comparison, style: Style): readonly string[] {
  const lines = generatorLines(comparison)
  if (lines.length === 0) return []
  return [...heading(style, 'Generator', ['in the block that was worst off']), ...labelled(lines, style)]
}

function labelled(lines: readonly HealthLine[], style: Style): readonly string[] {
  const labels = Math.max(0, ...lines.map(({ label }) => stringWidth(label)))
  const rows = lines.flatMap(({ label, says }) =>
    wrap(says, Math.max(40, proseWidth(style) - labels - 4)).map((part, index) => [
      cell(index === 0 ? label : '', style.dim),
      cell(part),
    ]),
  )
  return table([{ align: 'left' }, { align: 'left', shrinks: true }], rows, { width: style.width, indent: 2 })
}

/** Where the same sizes can be looked at in the page that users of AWS Lambda Power Tuning know. */
export function linkSection(comparison: Comparison, style: Style): readonly string[] {
  const link = powerTuningLink(comparison)
  if (link === undefined) return []
  return [
    ...heading(style, 'AWS Lambda Power Tuning', [
      'the same figures in its page; data stays in the part after #, nothing is sent',
    ]),
    // The one line that may be wider than the screen: a link that is broken up can't be followed.
    link,
  ]
}
