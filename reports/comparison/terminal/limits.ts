import type { Comparison } from '../../../lib/model/comparison.ts'
import { table, truncate } from '../../table.ts'
import { cell, heading, indented, type Style } from '../../terminal/style.ts'
import { type LimitLine, limitLines, limitSummary } from '../content/limits.ts'

/** What became of each limit, setting by setting; nothing when there are none. */
export function limitsSection(comparison: Comparison, style: Style): readonly string[] {
  const lines = limitLines(comparison)
  if (lines.length === 0) return []
  const rows = lines.map((line) => {
    const { symbol, paint } = marks(style)[line.kind]
    return [
      cell(symbol, paint),
      cell(truncate(line.setting, 24)),
      cell(line.actual, line.kind === 'pass' ? undefined : paint),
      cell(line.interval, style.dim),
      cell(line.observations, style.dim),
    ]
  })
  const drawn = table(columns, rows, { width: style.width, indent: 4 })
  return [
    ...heading(style, 'Limits', [limitSummary(comparison)]),
    ...lines.flatMap((line, index) => [
      ...(line.first ? indented(style, 2, line.gate) : []),
      drawn[index] ?? '',
      ...explanation(line, style),
    ]),
  ]
}

const columns = [
  { align: 'left' },
  { align: 'left', shrinks: true },
  { align: 'right' },
  { align: 'left' },
  { align: 'right' },
] as const

const marks = (style: Style) =>
  ({
    pass: { symbol: '✓', paint: style.good },
    fail: { symbol: '✗', paint: style.bad },
    inconclusive: { symbol: '?', paint: style.doubtful },
  }) as const

const explanation = (line: LimitLine, style: Style): readonly string[] =>
  line.why === undefined ? [] : indented(style, 7, line.why, style.dim)
