import type { Comparison } from '../../../lib/model/comparison.ts'
import { heading, indented, type Style } from '../../terminal/style.ts'
import { speedMetric, speedNames } from '../content/standings.ts'
import { type CurvePoint, curvePoints, frontOf } from '../curve/points.ts'
import { type BrailleCell, brailleLine, createCanvas } from './canvas.ts'
import { type Mark, marksOf } from './curve-marks.ts'
import { acrossOf, downOf, framed, type Plot, plotOf, scaleWords } from './curve-plot.ts'

/** Price over speed, a mark for each setting, the Pareto front joined; nothing where fewer than two have both. */
export function curveSection(comparison: Comparison, style: Style, unicode: boolean): readonly string[] {
  const points = curvePoints(comparison)
  if (points.length < 2) return []
  const plot = plotOf(points, style)
  const front = frontCells(points, plot, unicode)
  const marks = marksOf(points, plot, front)
  const canvas = createCanvas(plot.width, plot.height)
  for (const { column, row, sign } of front) canvas.put(column, row, sign, style.start('cold'))
  for (const mark of marks) canvas.put(mark.column, mark.row, mark.sign, paintOf(mark, style))
  for (const { box, text, sign } of marks)
    if (box !== undefined) canvas.write(box.left, box.top, text, sign === '◆' ? style.bold : plain)
  const metric = speedNames[speedMetric(comparison)]
  return [
    ...heading(style, 'Price and speed', [`USD per million over warm ${metric} p50${scaleWords(plot)}`]),
    ...framed(canvas, plot, style),
    ...marks.flatMap(({ notes }) => notes).flatMap((note) => indented(style, 2, note, style.dim)),
  ]
}

const plain = (text: string): string => text

/** The Pareto front as a line of dots. */
function frontCells(points: readonly CurvePoint[], plot: Plot, unicode: boolean): readonly BrailleCell[] {
  const places = frontOf(points).map(({ time, cost }) => ({ x: acrossOf(plot, time), y: downOf(plot, cost) }))
  return brailleLine(places).map((cell) => (unicode ? cell : { ...cell, sign: '.' }))
}

function paintOf({ sign }: Mark, style: Style): (text: string) => string {
  switch (sign) {
    case '◆':
      return (text) => style.good(style.bold(text))
    case '●':
      return style.start('cold')
    case '○':
      return style.dim
    default:
      return sign satisfies never
  }
}
