import stringWidth from 'string-width'
import { formatDuration, formatMoney } from '../../quantities.ts'
import { truncate } from '../../table.ts'
import { listed } from '../content/words.ts'
import { type Box, placeLabels } from '../curve/labels.ts'
import type { CurvePoint } from '../curve/points.ts'
import type { BrailleCell } from './canvas.ts'
import { acrossOf, downOf, type Plot } from './curve-plot.ts'

/** One sign on the curve, and the name beside it. */
export interface Mark {
  readonly column: number
  readonly row: number
  readonly sign: '◆' | '●' | '○'
  readonly text: string
  /** Where the name stands; absent where there is no room. */
  readonly box?: Box
  /** What has no room on the curve is told below it. */
  readonly notes: readonly string[]
}

/** A mark for each cell that settings fall into, the recommended one first. */
export function marksOf(
  points: readonly CurvePoint[],
  plot: Plot,
  front: readonly BrailleCell[],
): readonly Mark[] {
  const cells = cellsOf(points, plot).toSorted((a, b) => order.indexOf(a.sign) - order.indexOf(b.sign))
  const boxes = placeLabels(
    cells.map(({ column, row, text }) => ({ x: column + 0.5, y: row + 0.5, width: stringWidth(text) })),
    {
      area: { left: 0, top: 0, width: plot.width, height: plot.height },
      height: 1,
      mark: 1,
      gap: { x: 1.5, y: 0.5 },
      apart: 1,
      rings: 0,
      avoid: front.map(({ column, row }) => ({ x: column + 0.5, y: row + 0.5 })),
      round: Math.round,
    },
  )
  return cells.map(({ points: here, ...cell }, index): Mark => {
    const box = boxes[index]
    return { ...cell, ...(box !== undefined && { box }), notes: notesOn(here, box !== undefined) }
  })
}

const order = ['◆', '●', '○'] as const

interface Cell extends Pick<Mark, 'column' | 'row' | 'sign' | 'text'> {
  readonly points: readonly CurvePoint[]
}

function cellsOf(points: readonly CurvePoint[], plot: Plot): readonly Cell[] {
  const cells = new Map<string, Cell>()
  for (const point of points) {
    const [column, row] = [Math.round(acrossOf(plot, point.time)), Math.round(downOf(plot, point.cost))]
    const key = `${column} ${row}`
    const here = [...(cells.get(key)?.points ?? []), point]
    cells.set(key, { column, row, sign: signOf(here), text: textOf(here), points: here })
  }
  return [...cells.values()]
}

function signOf(points: readonly CurvePoint[]): Mark['sign'] {
  if (points.some(({ recommended }) => recommended)) return '◆'
  return points.some(({ onFront }) => onFront) ? '●' : '○'
}

const longestText = 24

/** The names of all that share a cell, or how many they are. */
function textOf(points: readonly CurvePoint[]): string {
  const [first] = points
  if (first !== undefined && points.length === 1) return truncate(first.name, longestText)
  const names = namesOf(points)
  return stringWidth(names) <= longestText ? names : `${points.length} settings`
}

const namesOf = (points: readonly CurvePoint[]): string =>
  listed(
    points.map(({ name }) => name),
    '',
  )

/** A figure, or where not all in a cell have the same, about which one. */
function sharedBy(points: readonly CurvePoint[], read: (point: CurvePoint) => string): string {
  const [first = '', ...others] = [...new Set(points.map(read))]
  return others.length === 0 ? first : `about ${first}`
}

function notesOn(points: readonly CurvePoint[], placed: boolean): readonly string[] {
  const [first] = points
  if (first === undefined) return []
  const where = `at ${sharedBy(points, ({ time }) => formatDuration(time))} and ${sharedBy(points, ({ cost }) => formatMoney(cost))}`
  if (!placed) return [`not named for want of room, ${where}: ${namesOf(points)}`]
  return points.length > 1 && textOf(points) !== namesOf(points)
    ? [`${points.length} settings ${where}: ${namesOf(points)}`]
    : []
}
