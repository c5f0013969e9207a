import type { Run } from '../../lib/model/run.ts'
import { type LatencyRow, latencyRows, type Percentile, unresolvedNote } from '../content/latency.ts'
import { type Cell, type Column, table, tableWidth } from '../table.ts'
import { cell, heading, type Style } from './style.ts'

/** How long it took, by metric and kind of start; with as much as the screen is wide enough for. */
export function latencySection(run: Run, style: Style): readonly string[] {
  const rows = latencyRows(run)
  if (rows.length === 0) return []
  const layouts = extents.map((extent) => layout(rows, extent, style))
  const fitting = layouts.find(({ columns, cells }) => tableWidth(columns, cells) + indent <= style.width)
  const chosen = fitting ?? layouts.at(-1)
  if (chosen === undefined) return []
  const note = unresolvedNote(rows)
  return [
    ...heading(
      style,
      'Latency',
      chosen.extent.intervals && rows.some(hasInterval) ? ['with 95 % intervals'] : [],
    ),
    ...table(chosen.columns, chosen.cells, { width: style.width, indent }),
    ...(note === undefined ? [] : [`  ${style.dim(`${dash} ${note}`)}`]),
  ]
}

/** Those that the table shows. */
const hasInterval = ({ p50, p99 }: LatencyRow): boolean =>
  p50.interval !== undefined || p99.interval !== undefined

const indent = 2
const dash = '–'

/** What a layout has besides count, p50, p90, p99 and max. */
interface Extent {
  readonly intervals: boolean
  readonly min: boolean
}

/** From the widest to the narrowest: long names of metrics and starts leave no room for the rest. */
const extents: readonly Extent[] = [
  { intervals: true, min: true },
  { intervals: false, min: true },
  { intervals: false, min: false },
]

interface Layout {
  readonly extent: Extent
  readonly columns: readonly Column[]
  readonly cells: readonly (readonly Cell[])[]
}

const layout = (rows: readonly LatencyRow[], extent: Extent, style: Style): Layout => ({
  extent,
  columns: [
    { align: 'left', shrinks: true },
    { align: 'left' },
    { align: 'right' },
    { align: 'right' },
    { align: 'right' },
    { align: 'left' },
    { align: 'right' },
    { align: 'right' },
    { align: 'left' },
    { align: 'right' },
  ],
  cells: [
    ['', '', 'count', extent.min ? 'min' : '', 'p50', '', 'p90', 'p99', '', 'max'].map((name) =>
      cell(name, style.dim),
    ),
    ...rows.map((row, index) => lineOf(row, row.metric !== rows[index - 1]?.metric, extent, style)),
  ],
})

function lineOf(row: LatencyRow, named: boolean, extent: Extent, style: Style): readonly Cell[] {
  return [
    cell(named ? row.metric : ''),
    row.start === 'all' ? cell('all', style.dim) : cell(row.start, style.start(row.start)),
    cell(row.count, style.dim),
    cell(extent.min ? row.min : ''),
    value(row.p50, style),
    interval(row.p50, extent.intervals, style),
    value(row.p90, style),
    value(row.p99, style),
    interval(row.p99, extent.intervals, style),
    cell(row.max),
  ]
}

const value = (percentile: Percentile, style: Style): Cell =>
  percentile.value === undefined ? cell(dash, style.dim) : cell(percentile.value)

const interval = (percentile: Percentile, shown: boolean, style: Style): Cell =>
  cell(shown ? (percentile.interval ?? '') : '', style.dim)
