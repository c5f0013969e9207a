import { proseWidth, type Style } from '../../terminal/style.ts'
import type { CurvePoint } from '../curve/points.ts'
import { type Scale, scaleOf } from '../curve/scale.ts'
import { moneyTicks, timeTicks } from '../curve/tick-texts.ts'
import type { Canvas } from './canvas.ts'

/** The plane of price and speed, in cells. */
export interface Plot {
  readonly width: number
  readonly height: number
  /** Columns left of the axis. */
  readonly margin: number
  readonly x: Scale
  readonly y: Scale
}

const tall = 15
const low = 11

/** Both axes hold every point. */
export function plotOf(points: readonly CurvePoint[], style: Style): Plot {
  const y = scaleOf(
    points.map(({ cost }) => cost),
    4,
  )
  const x = scaleOf(
    points.map(({ time }) => time),
    6,
  )
  const margin = 3 + Math.max(...moneyTicks(y).map((text) => text.length))
  const width = Math.min(proseWidth(style), 96) - margin - 5
  return { width, height: points.length > 6 ? tall : low, margin, x, y }
}

/** Where a time lies; a whole number is the middle of a column. */
export const acrossOf = ({ x, width }: Plot, time: number): number => x.at(time) * (width - 1)

/** Where a price lies; a whole number is the middle of a row. */
export const downOf = ({ y, height }: Plot, cost: number): number => (1 - y.at(cost)) * (height - 1)

/** What the axes' scales are, where they are not linear. */
export function scaleWords({ x, y }: Plot): string {
  if (x.kind === 'linear' && y.kind === 'linear') return ''
  return `, ${x.kind === y.kind ? 'both' : x.kind === 'log' ? 'time' : 'price'} logarithmic`
}

/** The canvas with its axes, and round numbers beside them. */
export function framed(canvas: Canvas, plot: Plot, style: Style): readonly string[] {
  const prices = new Map(
    moneyTicks(plot.y).map((text, index) => [Math.round(downOf(plot, plot.y.ticks[index] ?? 0)), text]),
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

/** Names of round times that would touch are left out. */
function timeAxis(plot: Plot): readonly [string, string] {
  const line = Array.from({ length: plot.width }, () => '─')
  let texts = ''
  for (const [index, text] of timeTicks(plot.x).entries()) {
    const column = Math.round(acrossOf(plot, plot.x.ticks[index] ?? 0))
    const centred = Math.max(0, column - Math.floor(text.length / 2))
    const from = Math.min(centred, plot.width + 2 - text.length)
    if (texts !== '' && from < texts.length + 2) continue
    line[column] = '┬'
    texts = texts.padEnd(from) + text
  }
  return [line.join(''), texts]
}
