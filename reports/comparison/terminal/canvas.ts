import stringWidth from 'string-width'
import { along, type Place } from '../curve/lines.ts'

type Paint = (text: string) => string

/** Cells of a terminal, each with one sign. */
export interface Canvas {
  readonly put: (column: number, row: number, sign: string, paint: Paint) => void
  /** Text from a cell to the right; it must fit. */
  readonly write: (column: number, row: number, text: string, paint: Paint) => void
  readonly lines: () => readonly string[]
}

export function createCanvas(width: number, height: number): Canvas {
  const cells = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '))
  const put = (column: number, row: number, sign: string): void => {
    const line = cells[row]
    if (line !== undefined && column >= 0 && column < width) line[column] = sign
  }
  return {
    put: (column, row, sign, paint) => put(column, row, paint(sign)),
    write: (column, row, text, paint) => {
      put(column, row, paint(text))
      // A cell whose text reaches into the next ones leaves nothing for them to draw.
      for (let covered = 1; covered < stringWidth(text); covered += 1) put(column + covered, row, '')
    },
    lines: () => cells.map((line) => line.join('').trimEnd()),
  }
}

export interface BrailleCell {
  readonly column: number
  readonly row: number
  readonly sign: string
}

/** Straight lines from place to place, whose whole numbers are the middles of cells, as dots of 2 × 4 to a cell. */
export function brailleLine(places: readonly Place[]): readonly BrailleCell[] {
  const cells = new Map<string, { column: number; row: number; dots: number }>()
  for (const { x, y } of along(places, 0.25)) {
    const [column, row] = [Math.round(x), Math.round(y)]
    const across = x - column < 0 ? 0 : 1
    const down = Math.min(3, Math.floor((y - row + 0.5) * 4))
    const key = `${column} ${row}`
    const cell = cells.get(key) ?? { column, row, dots: 0 }
    cells.set(key, { ...cell, dots: cell.dots | (dotBits[across]?.[down] ?? 0) })
  }
  return [...cells.values()].map(({ column, row, dots }) => ({
    column,
    row,
    sign: String.fromCodePoint(0x28_00 + dots),
  }))
}

/** Of Unicode's Braille Patterns, by column and row of the dot. */
const dotBits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const
