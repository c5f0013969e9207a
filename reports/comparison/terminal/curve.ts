import stringWidth from 'string-width'
import type { Comparison } from '../../../lib/model/comparison.ts'
import { formatDuration, formatMoney } from '../../quantities.ts'
import { truncate } from '../../table.ts'
import { heading, indented, proseWidth, type Style } from '../../terminal/style.ts'
import { speedMetric, speedNames } from '../content/standings.ts'
import { listed } from '../content/words.ts'
import { placeLabels } from '../curve/labels.ts'
import { type CurvePoint, curvePoints, frontOf } from '../curve/points.ts'
import { type Scale, scaleOf } from '../curve/scale.ts'
import { moneyTicks, timeTicks } from '../curve/tick-texts.ts'
import { brailleLine, type Canvas, createCanvas } from './canvas.ts'

/** Price over speed, a mark for each setting; nothing where fewer than two have both. */
export function curveSection(comparison: Comparison, style: Style, unicode: boolean): readonly string[] {
  const points = curvePoints(comparison)
  if (points.length < 2) return []
  const plot = plotOf(points, style)
  const marks = marksOf(points, plot)
  const labels = labelsOf(marks, points, plot, unicode)
  const canvas = createCanvas(plot.width, plot.height)
  drawFront(canvas, points, plot, unicode, style)
  for (const mark of marks) canvas.put(mark.column, mark.row, mark.sign, paintOf(mark, style))
  for (const { text, left, top, paint } of labels.placed) canvas.write(left, top, text, paint(style))
  return [
    ...heading(style, 'Price and speed', [
      `USD per million over warm ${speedNames[speedMetric(comparison)]} p50${logWords(plot)}`,
    ]),
    ...framed(canvas, plot, style),
    ...labels.unplaced.flatMap((text) => indented(style, 2, text, style.dim)),
  ]
}

function logWords({ x, y }: Plot): string {
  if (x.kind === 'linear' && y.kind === 'linear') return ''
  return `, ${x.kind === y.kind ? 'both' : x.kind === 'log' ? 'time' : 'price'} logarithmic`
}

interface Plot {
  readonly width: number
  readonly height: number
  /** Columns left of the axis. */
  readonly margin: number
  readonly x: Scale
  readonly y: Scale
}

const highest = 15
const lowest = 11

function plotOf(points: readonly CurvePoint[], style: Style): Plot {
  const height = points.length > 6 ? highest : lowest
  const y = scaleOf(
    points.map(({ cost }) => cost),
    4,
  )
  const margin = 2 + Math.max(...moneyTicks(y).map((text) => text.length)) + 1
  const width = Math.min(proseWidth(style), 96) - margin - 1 - 4
  return {
    width,
    height,
    margin,
    x: scaleOf(
      points.map(({ time }) => time),
      6,
    ),
    y,
  }
}

const columnOf = ({ x, width }: Plot, time: number): number => Math.round(x.at(time) * (width - 1))
const rowOf = ({ y, height }: Plot, cost: number): number => Math.round((1 - y.at(cost)) * (height - 1))

interface Mark {
  readonly column: number
  readonly row: number
  readonly sign: string
  /** More than one where they fall into the same cell. */
  readonly points: readonly CurvePoint[]
}

function marksOf(points: readonly CurvePoint[], plot: Plot): readonly Mark[] {
  const cells = new Map<string, CurvePoint[]>()
  for (const point of points) {
    const key = `${columnOf(plot, point.time)} ${rowOf(plot, point.cost)}`
    cells.set(key, [...(cells.get(key) ?? []), point])
  }
  return [...cells.values()].flatMap((here) => {
    const [first] = here
    if (first === undefined) return []
    const sign = here.some(({ recommended }) => recommended)
      ? '◆'
      : here.some(({ onFront }) => onFront)
        ? '●'
        : '○'
    return [{ column: columnOf(plot, first.time), row: rowOf(plot, first.cost), sign, points: here }]
  })
}

const paintOf = ({ sign }: Mark, style: Style): ((text: string) => string) =>
  sign === '◆' ? (text) => style.good(style.bold(text)) : sign === '●' ? style.start('cold') : style.dim

interface PlacedLabel {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly paint: (style: Style) => (text: string) => string
}

function labelsOf(marks: readonly Mark[], points: readonly CurvePoint[], plot: Plot, unicode: boolean) {
  const texts = marks.map(({ points: here }) =>
    truncate(
      listed(
        here.map(({ name }) => name),
        '',
      ),
      longestLabel,
    ),
  )
  const boxes = placeLabels(
    marks.map(({ column, row }, index) => ({
      x: column + 0.5,
      y: row + 0.5,
      width: stringWidth(texts[index] ?? ''),
    })),
    {
      area: { left: 0, top: 0, width: plot.width, height: plot.height },
      height: 1,
      gap: { x: 1.5, y: 0.5 },
      apart: 1,
      rings: 0,
      avoid: frontCells(points, plot, unicode).map(({ column, row }) => ({ x: column + 0.5, y: row + 0.5 })),
      round: Math.round,
    },
  )
  const placed = boxes.flatMap((box, index): PlacedLabel[] => {
    const recommended = marks[index]?.sign === '◆'
    return box === undefined
      ? []
      : [
          {
            text: texts[index] ?? '',
            left: box.left,
            top: box.top,
            paint: (style) => (recommended ? style.bold : (text) => text),
          },
        ]
  })
  const unplaced = marks.flatMap(({ points: here }, index) =>
    boxes[index] === undefined
      ? here.map(
          ({ name, time, cost }) =>
            `not named for want of room: ${name}, ${formatDuration(time)}, ${formatMoney(cost)}`,
        )
      : [],
  )
  return { placed, unplaced }
}

const longestLabel = 24

interface FrontCell {
  readonly column: number
  readonly row: number
  readonly sign: string
}

function frontCells(points: readonly CurvePoint[], plot: Plot, unicode: boolean): readonly FrontCell[] {
  const places = frontOf(points).map(({ time, cost }) => ({
    x: plot.x.at(time) * (plot.width - 1),
    y: (1 - plot.y.at(cost)) * (plot.height - 1),
  }))
  return brailleLine(places).map(({ column, row, sign }) => ({ column, row, sign: unicode ? sign : '.' }))
}

function drawFront(
  canvas: Canvas,
  points: readonly CurvePoint[],
  plot: Plot,
  unicode: boolean,
  style: Style,
): void {
  for (const { column, row, sign } of frontCells(points, plot, unicode))
    canvas.put(column, row, sign, style.start('cold'))
}

/** The canvas with its axes, and round numbers beside them. */
function framed(canvas: Canvas, plot: Plot, style: Style): readonly string[] {
  const prices = new Map(
    moneyTicks(plot.y).map((text, index) => [rowOf(plot, plot.y.ticks[index] ?? 0), text]),
  )
  const body = canvas.lines().map((line, row) => {
    const price = prices.get(row)
    const left = `${(price ?? '').padStart(plot.margin - 1)} ${price === undefined ? '│' : '┤'}`
    return `${style.dim(left)} ${line}`.trimEnd()
  })
  const [axis, times] = timeAxis(plot)
  const margin = ' '.repeat(plot.margin)
  return [...body, style.dim(`${margin}└─${axis}`), style.dim(`${margin}  ${times}`.trimEnd())]
}

/** Names of ticks that would touch are left out. */
function timeAxis(plot: Plot): readonly [string, string] {
  const line = Array.from({ length: plot.width }, () => '─')
  const texts = Array.from({ length: plot.width + 4 }, () => ' ')
  let free = 0
  for (const [index, text] of timeTicks(plot.x).entries()) {
    const column = columnOf(plot, plot.x.ticks[index] ?? 0)
    const from = Math.min(Math.max(0, column - Math.floor(text.length / 2)), texts.length - text.length)
    if (from < free) continue
    line[column] = '┬'
    for (const [offset, sign] of Array.from(text).entries()) texts[from + offset] = sign
    free = from + text.length + 2
  }
  return [line.join(''), texts.join('')]
}
