import type { Run } from '../../lib/model/run.ts'
import {
  isSaturated,
  mechanismLines,
  saturationMark,
  saturationSentences,
  shareHeadings,
  shareLines,
  shareNotes,
} from '../content/local-lambda.ts'
import { plural } from '../quantities.ts'
import { table, wrap } from '../table.ts'
import { bulleted, cell, heading, indented, proseWidth, type Style } from './style.ts'

/** That the machine was too small for a part of the run; nothing when it was not. */
export function saturationSection(run: Run, style: Style): readonly string[] {
  const mark = saturationMark(run)
  if (mark === undefined) return []
  const [first = '', ...rest] = wrap(mark, proseWidth(style) - 2)
  return [style.doubtful(`▲ ${first}`), ...rest.map((line) => style.doubtful(`  ${line}`))]
}

/** By which means the local Lambda held functions to their settings, and what CPU share they got. */
export function localLambdaSection(run: Run, style: Style): readonly string[] {
  const { emulation } = run
  if (emulation === undefined) return []
  const cores = emulation.cores === undefined ? [] : [plural(emulation.cores, 'core')]
  return [
    ...heading(style, 'Local Lambda', [...cores, ...(isSaturated(run) ? ['host saturated'] : [])]),
    ...mechanismTable(run, style),
    ...shareTable(run, style),
    ...saturationLines(run, style),
  ]
}

function saturationLines(run: Run, style: Style): readonly string[] {
  const sentences = saturationSentences(run)
  if (sentences.length === 0) return []
  return [
    '',
    ...sentences.flatMap((sentence, index) =>
      index === 0 ? bulleted(style, style.doubtful('▲'), sentence) : indented(style, 4, sentence),
    ),
  ]
}

function mechanismTable(run: Run, style: Style): readonly string[] {
  const lines = mechanismLines(run)
  const labels = Math.max(0, ...lines.map(({ label }) => label.length))
  const width = proseWidth(style) - labels - 4
  const rows = lines.flatMap(({ label, means, degraded }) => [
    ...wrap(means, width).map((part, index) => [cell(index === 0 ? label : '', style.dim), cell(part)]),
    ...(degraded === undefined ? [] : wrap(`▲ ${degraded}`, width - 2)).map((part, index) => [
      cell(''),
      cell(index === 0 ? part : `  ${part}`, style.doubtful),
    ]),
  ])
  return table([{ align: 'left' }, { align: 'left' }], rows, { width: style.width, indent: 2 })
}

function shareTable(run: Run, style: Style): readonly string[] {
  const lines = shareLines(run)
  if (lines.length === 0) return []
  const rows = lines.map(({ name, ...line }) => [
    cell(name),
    cell(line.memory),
    cell(line.asked),
    cell(line.achieved, isSaturated(run) ? style.doubtful : undefined),
    cell(line.busyAtOnce),
    cell(line.maxMemoryUsed),
  ])
  const head = ['', ...shareHeadings].map((text) => cell(text, style.dim))
  const columns = [
    { align: 'left', shrinks: true } as const,
    ...shareHeadings.map(() => ({ align: 'right' }) as const),
  ]
  return [
    '',
    ...table(columns, [head, ...rows], { width: style.width, indent: 2 }),
    ...shareNotes(run).flatMap((note) => indented(style, 2, note, style.dim)),
  ]
}
