import { printable } from './found.ts'

const width = 100

/** A line of a text with a caret below a column, both counted from 1; a long line is cut around the column. */
export function excerptOf(text: string, line: number, column: number): string {
  const whole = text.split(/\r?\n/, line)[line - 1] ?? ''
  const start = column > width - 20 ? column - width / 2 : 0
  const shown = printable(whole.slice(start, start + width))
  return `${shown}\n${' '.repeat(column - 1 - start)}^`
}
