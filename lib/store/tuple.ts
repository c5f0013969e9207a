import type { LineBytes } from './line-bytes.ts'

/** Writes a JSON array without what is unknown at the end, and with `null` for what is unknown before it. */
export function writeTuple(line: LineBytes, cells: readonly (string | number | undefined)[]): void {
  let length = cells.length
  while (length > 0 && cells[length - 1] === undefined) length -= 1
  line.literal('[')
  for (let index = 0; index < length; index += 1) {
    if (index > 0) line.literal(',')
    const cell = cells[index]
    if (cell === undefined) line.literal('null')
    else if (typeof cell === 'number') line.number(cell)
    else line.text(cell)
  }
  line.literal(']')
}

/** The value at `index` when it is a number, else undefined. */
export function numberAt(cells: readonly unknown[], index: number): number | undefined {
  const cell = cells[index]
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined
}

/** The value at `index` when it is a string, else undefined. */
export function textAt(cells: readonly unknown[], index: number): string | undefined {
  const cell = cells[index]
  return typeof cell === 'string' ? cell : undefined
}
