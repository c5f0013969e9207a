import { type Cell, type Column } from '../../table.ts'
import { cell, type Style } from '../../terminal/style.ts'
import type { Figure, SettingRow, Standing } from '../content/rows.ts'

/** What a layout has besides the values. */
export interface Extent {
  /** Of p50 and cost: as an interval, as half its width in per cent, or not at all. */
  readonly spread: 'interval' | 'within' | 'none'
  /** Of p95 and cold starts too. */
  readonly spreadOfAll: boolean
  readonly words: boolean
  readonly titles: boolean
  readonly init: boolean
  /** Of samples, row by row. */
  readonly counts: boolean
}

/** One column with its two heading cells; `cellOf` is asked for measured settings only. */
export interface SettingColumn extends Column {
  readonly heads: readonly [string, string]
  readonly cellOf: (row: SettingRow) => Cell
}

/** From left to right; a column in which nothing stands is left out by the table. */
export function settingColumns(
  rows: readonly SettingRow[],
  extent: Extent,
  style: Style,
  unicode: boolean,
): readonly SettingColumn[] {
  const { counts, init, titles, words } = extent
  const strong = strongly(style)
  const dim = (text: string): Cell => cell(text, style.dim)
  const pair = (group: string, title: string, read: (row: SettingRow) => Figure, main: boolean) => {
    const spread = (row: SettingRow): Cell => dim(spreadText(read(row), extent, main, unicode))
    return rows.some((row) => read(row).taken)
      ? [right([group, title], (row) => valueCell(read(row), style, strong(row))), left(['', ''], spread)]
      : []
  }
  return [
    { ...left(['', ''], (row) => cell(`${frontMark(row)} ${row.name}`, strong(row))), shrinks: true },
    ...(counts ? [right(['', 'n'], ({ samples }) => dim(samples))] : []),
    ...pair('warm', 'p50', ({ p50 }) => p50, true),
    ...pair('warm', 'p95', ({ p95 }) => p95, false),
    ...(init ? pair('cold', 'Init p50', ({ init }) => init, false) : []),
    ...pair('cold', 'p50', ({ cold }) => cold, false),
    ...pair('$ per', 'million', ({ cost }) => cost, true),
    ...(rows.some(({ price }) => price.compact !== '')
      ? [right(['', 'cost'], (row) => standingCell(row.price, words, style, strong(row)))]
      : []),
    ...(rows.some(({ speed }) => speed.compact !== '')
      ? [right(['', 'time'], (row) => standingCell(row.speed, words, style, strong(row)))]
      : []),
    ...(titles ? [left(['', ''], (row) => dim(row.titles.join(', ')))] : []),
  ]
}

type Paint = (text: string) => string

const left = (heads: SettingColumn['heads'], cellOf: SettingColumn['cellOf']): SettingColumn => ({
  align: 'left',
  heads,
  cellOf,
})

const right = (heads: SettingColumn['heads'], cellOf: SettingColumn['cellOf']): SettingColumn => ({
  align: 'right',
  heads,
  cellOf,
})

const strongly =
  (style: Style) =>
  ({ recommended }: SettingRow): Paint | undefined =>
    recommended ? style.bold : undefined

const frontMark = ({ onFront }: SettingRow): string => (onFront ? '●' : ' ')

const valueCell = ({ value }: Figure, style: Style, paint: Paint | undefined): Cell =>
  value === undefined ? cell('–', style.dim) : cell(value, paint)

function spreadText(figure: Figure, extent: Extent, main: boolean, unicode: boolean): string {
  if (extent.spread === 'none' || !(main || extent.spreadOfAll)) return ''
  const text = (extent.spread === 'interval' && main ? figure.interval : figure.within) ?? ''
  return unicode ? text : text.replace('±', '+-')
}

function standingCell(standing: Standing, inWords: boolean, style: Style, paint: Paint | undefined): Cell {
  const text = inWords ? standing.words : standing.compact
  if (text === '~' || text === '–') return cell(text, style.dim)
  return cell(text, standing.isFirst ? style.good : paint)
}
