import type { Run } from '../../lib/model/run.ts'
import { type VerdictLine, verdictLines, verdictSummary } from '../content/thresholds.ts'
import { type Cell, table, tableWidth } from '../table.ts'
import { bulleted, cell, heading, indented, type Style } from './style.ts'

/** What became of each threshold; nothing when there are none. */
export function thresholdsSection(run: Run, style: Style): readonly string[] {
  const lines = verdictLines(run)
  if (lines.length === 0) return []
  const rows = lines.map((line) => rowOf(line, style))
  const fits = tableWidth(columns, rows) + indent <= style.width
  const drawn = fits ? table(columns, rows, { width: style.width, indent }) : undefined
  return [
    ...heading(style, 'Thresholds', [verdictSummary(run)]),
    ...lines.flatMap((line, index) => {
      const row = drawn?.[index]
      return [...(row === undefined ? spacious(line, style) : [row]), ...explanation(line, style)]
    }),
  ]
}

const indent = 2

const columns = [
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
  { align: 'left' },
  { align: 'right' },
] as const

function rowOf(line: VerdictLine, style: Style): readonly Cell[] {
  const { symbol, paint } = marks(style)[line.kind]
  return [
    cell(symbol, paint),
    cell(line.gate),
    cell(line.actual, line.kind === 'pass' ? undefined : paint),
    cell(line.interval, style.dim),
    cell(line.observations, style.dim),
  ]
}

/** For expressions too long for a table: they are never cut. */
function spacious(line: VerdictLine, style: Style): readonly string[] {
  const { symbol, paint } = marks(style)[line.kind]
  const figures = [line.actual, line.interval, line.observations].filter((figure) => figure !== '')
  return [...bulleted(style, paint(symbol), line.gate), ...indented(style, 4, figures.join('  '), style.dim)]
}

const marks = (style: Style) =>
  ({
    pass: { symbol: '✓', paint: style.good },
    fail: { symbol: '✗', paint: style.bad },
    inconclusive: { symbol: '?', paint: style.doubtful },
  }) as const

const explanation = (line: VerdictLine, style: Style): readonly string[] =>
  line.why === undefined ? [] : indented(style, 5, line.why, style.dim)
