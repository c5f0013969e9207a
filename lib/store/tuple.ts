import { quoted } from './quoted.ts'

/** A JSON array without what is unknown at the end, and with `null` for what is unknown before it. */
export function printTuple(cells: readonly (string | number | undefined)[]): string {
  let text = '['
  let unknown = ''
  let separator = ''
  for (const cell of cells) {
    if (cell === undefined) unknown += `${separator}null`
    else {
      text += `${unknown}${separator}${typeof cell === 'string' ? quoted(cell) : cell}`
      unknown = ''
    }
    separator = ','
  }
  return `${text}]`
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
