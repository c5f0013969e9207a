import stringWidth from 'string-width'
import type { Comparison } from '../../../lib/model/comparison.ts'
import { type Cell, flow, table, tableWidth, truncate, wrap } from '../../table.ts'
import { cell, heading, separator, type Style } from '../../terminal/style.ts'
import { type SettingRow, settingRows, signNotes } from '../content/rows.ts'
import { isRanked, speedMetric, speedNames } from '../content/standings.ts'
import { type Extent, settingColumns } from './settings-columns.ts'

/** A row for every setting, with as much as the screen is wide enough for; for those that can't be recommended, why. */
export function settingsSection(comparison: Comparison, style: Style, unicode: boolean): readonly string[] {
  const rows = settingRows(comparison).map((row) => ({
    ...row,
    name: truncate(row.name, longestName(style)),
  }))
  return [
    ...settingsHeading(comparison, rows, style),
    ...drawnRows(rows, style, unicode),
    ...flow(signNotes(comparison, rows), '  ', style.width - 2).map((line) => `  ${style.dim(line)}`),
  ]
}

/** What the columns hold, where a setting was measured, and below it what each qualifier was. */
function settingsHeading(comparison: Comparison, rows: readonly SettingRow[], style: Style) {
  const behind = rows.flatMap((row) => (row.behind === undefined ? [] : [`${row.name}: ${row.behind}`]))
  if (!rows.some(({ hasFigures }) => hasFigures)) return heading(style, 'Settings', behind)
  const cold = rows.some((row) => row.cold.taken) ? ', cold response time' : ''
  const columns = [
    `warm ${speedNames[speedMetric(comparison)]}${cold}; 95 % intervals`,
    ...(isRanked(comparison) ? ['cost beside the cheapest, time beside the fastest'] : []),
  ]
  const indent = stringWidth('Settings') + 2
  return [
    ...heading(style, 'Settings', columns),
    ...flow(behind, separator, style.width - indent).map((line) => ' '.repeat(indent) + style.dim(line)),
  ]
}

/** A quarter of the screen. */
const longestName = ({ width }: Style): number => Math.floor(width / 4)

function drawnRows(rows: readonly SettingRow[], style: Style, unicode: boolean): readonly string[] {
  const width = style.width - margin
  const shown = rows.filter(({ hasFigures }) => hasFigures)
  const layouts = extentsFor(shown).map((extent) => layout(shown, extent, style, unicode))
  const chosen = layouts.find(({ columns, cells }) => tableWidth(columns, cells) <= width) ?? layouts.at(-1)
  const drawn = chosen === undefined ? [] : table(chosen.columns, chosen.cells, { width, indent: 0 })
  const [groups = '', titles = '', ...lines] = shown.length === 0 ? [] : drawn
  const names = Math.max(0, ...rows.map(({ name }) => stringWidth(name)))
  return [
    ...(shown.length === 0 ? [] : [`  ${groups}`, `  ${titles}`]),
    ...rows.flatMap((row) =>
      row.hasFigures
        ? withFigures(row, lines[shown.indexOf(row)] ?? '', names, style)
        : unmeasured(row, row.reason ?? '', names, style),
    ),
  ]
}

/** Of the mark before each row. */
const margin = 2

/** From the widest to the narrowest. A count that is the same for all is told above, and gives way first. */
function extentsFor(rows: readonly SettingRow[]): readonly Extent[] {
  const counts = new Set(rows.map(({ samples }) => samples)).size > 1
  return [
    { spread: 'interval', spreadOfAll: true, words: true, titles: true, init: true, counts: true },
    { spread: 'within', spreadOfAll: true, words: true, titles: true, init: true, counts },
    { spread: 'within', spreadOfAll: true, words: true, titles: true, init: false, counts },
    { spread: 'within', spreadOfAll: true, words: true, titles: false, init: false, counts },
    { spread: 'within', spreadOfAll: true, words: false, titles: false, init: false, counts },
    { spread: 'within', spreadOfAll: false, words: false, titles: false, init: false, counts },
    { spread: 'none', spreadOfAll: false, words: false, titles: false, init: false, counts: true },
  ]
}

function layout(rows: readonly SettingRow[], extent: Extent, style: Style, unicode: boolean) {
  const columns = settingColumns(rows, extent, style, unicode)
  const heads = ([0, 1] as const).map((line) => columns.map((column) => cell(column.heads[line], style.dim)))
  const cells: readonly (readonly Cell[])[] = [
    ...heads,
    ...rows.map((row) => columns.map((column) => column.cellOf(row))),
  ]
  return { columns, cells }
}

/** With the reason below, where it can't be recommended. */
function withFigures(row: SettingRow, line: string, names: number, style: Style): readonly string[] {
  if (row.reason === undefined) return [`${row.recommended ? style.good('▶') : ' '} ${line}`]
  return [`${style.bad('✗')} ${line}`, ...reasonLines(row.reason, names, style)]
}

/** The reason stands where the figures would. */
function unmeasured(row: SettingRow, reason: string, names: number, style: Style): readonly string[] {
  const before = beforeReason(names)
  const padding = ' '.repeat(names - stringWidth(row.name) + 2)
  return reasonLines(reason, names, style).map((line, index) =>
    index === 0 ? `${style.bad('✗')}   ${row.name}${padding}${line.slice(before)}` : line,
  )
}

/** Below the figures, to the right of the names. */
function reasonLines(reason: string, names: number, style: Style): readonly string[] {
  const before = beforeReason(names)
  return wrap(reason, style.width - before).map((line) => ' '.repeat(before) + style.bad(line))
}

const beforeReason = (names: number): number => margin + 2 + names + 2
