import stringWidth from 'string-width'
import type { Comparison } from '../../../lib/model/comparison.ts'
import { type Cell, type Column, flow, table, tableWidth, truncate, wrap } from '../../table.ts'
import { cell, heading, type Style } from '../../terminal/style.ts'
import { type Figure, type SettingRow, settingRows, signNotes } from '../content/rows.ts'
import { speedMetric, speedNames } from '../content/standings.ts'

/** A row for every setting, with as much as the screen is wide enough for; for those without figures, why. */
export function settingsSection(comparison: Comparison, style: Style, unicode: boolean): readonly string[] {
  const rows = settingRows(comparison).map((row) => ({
    ...row,
    name: truncate(row.name, longestName(style)),
  }))
  const metric = speedNames[speedMetric(comparison)]
  const layouts = extents.map((extent) => ({ extent, cells: cellsOf(rows, extent, style, unicode) }))
  const fitting = layouts.find(({ cells }) => tableWidth(columns, cells) <= style.width) ?? layouts.at(-1)
  if (fitting === undefined) return []
  const [groups = '', titles = '', ...lines] = table(columns, fitting.cells, {
    width: style.width,
    indent: 0,
  })
  const names = Math.max(0, ...rows.map(({ name }) => stringWidth(name)))
  return [
    ...heading(style, 'Settings', [
      `warm ${metric}, cold response time, with 95 % intervals`,
      'cost beside the cheapest, time beside the fastest',
    ]),
    groups,
    titles,
    ...rows.flatMap((row, index) =>
      row.reason === undefined ? [lines[index] ?? ''] : unmeasured(row, row.reason, names, style),
    ),
    ...flow(signNotes(rows), '  ', style.width - 2).map((line) => `  ${style.dim(line)}`),
  ]
}

const longestName = ({ width }: Style): number => Math.max(16, Math.floor(width / 4))

/** What a layout has besides the values. */
interface Extent {
  /** Of p50 and cost: as an interval, as half its width in per cent, or not at all. */
  readonly spread: 'interval' | 'within' | 'none'
  /** Of p95 and cold starts too. */
  readonly spreadOfAll: boolean
  readonly words: boolean
  readonly titles: boolean
  readonly init: boolean
}

/** From the widest to the narrowest. */
const extents: readonly Extent[] = [
  { spread: 'interval', spreadOfAll: true, words: true, titles: true, init: true },
  { spread: 'within', spreadOfAll: true, words: true, titles: true, init: true },
  { spread: 'within', spreadOfAll: true, words: true, titles: true, init: false },
  { spread: 'within', spreadOfAll: true, words: true, titles: false, init: false },
  { spread: 'within', spreadOfAll: true, words: false, titles: false, init: false },
  { spread: 'within', spreadOfAll: false, words: false, titles: false, init: false },
  { spread: 'none', spreadOfAll: false, words: false, titles: false, init: false },
]

const left: Column = { align: 'left' }
const right: Column = { align: 'right' }
// Mark, name, count, p50, p95, Init Duration, cold response time, cost: each figure with its spread; then standings.
const columns: readonly Column[] = [
  left,
  { align: 'left', shrinks: true },
  right,
  ...Array.from({ length: 5 }, () => [right, left]).flat(),
  right,
  right,
  left,
]

function cellsOf(
  rows: readonly SettingRow[],
  extent: Extent,
  style: Style,
  unicode: boolean,
): readonly (readonly Cell[])[] {
  const measured = rows.filter(({ reason }) => reason === undefined)
  const has = (read: (row: SettingRow) => string | undefined): boolean =>
    measured.some((row) => (read(row) ?? '') !== '')
  const shown = {
    cold: has(({ cold }) => cold.value),
    init: extent.init && has(({ init }) => init.value),
    cost: has(({ cost }) => cost.value),
  }
  const dim = (text: string): Cell => cell(text, style.dim)
  const two = (text: string): readonly Cell[] => [dim(text), dim('')]
  const heads = [
    [
      dim(''),
      dim(''),
      dim(''),
      ...two('warm'),
      ...two(''),
      ...two(shown.init ? 'cold' : ''),
      ...two(shown.cold ? 'cold' : ''),
      ...two(shown.cost ? 'USD per' : ''),
      dim(''),
      dim(''),
      dim(''),
    ],
    [
      dim(''),
      dim(''),
      dim('n'),
      ...two('p50'),
      ...two('p95'),
      ...two(shown.init ? 'Init p50' : ''),
      ...two(shown.cold ? 'p50' : ''),
      ...two(shown.cost ? 'million' : ''),
      dim(has(({ price }) => price.compact) ? 'cost' : ''),
      dim('time'),
      dim(''),
    ],
  ]
  return [
    ...heads,
    ...rows.map((row) => (row.reason === undefined ? lineOf(row, extent, shown, style, unicode) : [])),
  ]
}

function lineOf(
  row: SettingRow,
  extent: Extent,
  shown: { readonly cold: boolean; readonly init: boolean; readonly cost: boolean },
  style: Style,
  unicode: boolean,
): readonly Cell[] {
  const strong = row.recommended ? style.bold : undefined
  const pair = (figure: Figure, present: boolean, main: boolean): readonly Cell[] =>
    present
      ? [valueCell(figure, style, strong), spreadCell(figure, extent, main, style, unicode)]
      : [cell(''), cell('')]
  const standing = ({ words, compact }: SettingRow['price']): Cell => {
    const text = extent.words ? words : compact
    return cell(
      text,
      text === '~' || text === '–'
        ? style.dim
        : text === 'cheapest' || text === 'fastest'
          ? style.good
          : strong,
    )
  }
  return [
    markCell(row, style),
    cell(row.name, strong),
    cell(row.samples, style.dim),
    ...pair(row.p50, true, true),
    ...pair(row.p95, true, false),
    ...pair(row.init, shown.init, false),
    ...pair(row.cold, shown.cold, false),
    ...pair(row.cost, shown.cost, true),
    standing(row.price),
    standing(row.speed),
    cell(extent.titles ? row.titles.join(', ') : '', style.dim),
  ]
}

function markCell({ recommended, onFront }: SettingRow, style: Style): Cell {
  const text = `${recommended ? '▶' : ' '} ${onFront ? '●' : ' '}`
  return cell(text, recommended ? style.good : style.start('cold'))
}

const valueCell = ({ value }: Figure, style: Style, strong: ((text: string) => string) | undefined): Cell =>
  value === undefined ? cell('–', style.dim) : cell(value, strong)

function spreadCell(figure: Figure, extent: Extent, main: boolean, style: Style, unicode: boolean): Cell {
  if (extent.spread === 'none' || !(main || extent.spreadOfAll)) return cell('')
  const text = extent.spread === 'interval' && main ? figure.interval : figure.within
  return cell(unicode ? (text ?? '') : (text ?? '').replace('±', '+-'), style.dim)
}

/** The reason stands where the figures would. */
function unmeasured(row: SettingRow, reason: string, names: number, style: Style): readonly string[] {
  const margin = 3 + 2 + names + 2
  const padding = ' '.repeat(names - stringWidth(row.name) + 2)
  return wrap(reason, style.width - margin).map((line, index) =>
    index === 0
      ? `${style.bad('✗')}    ${row.name}${padding}${style.bad(line)}`
      : `${' '.repeat(margin)}${style.bad(line)}`,
  )
}
