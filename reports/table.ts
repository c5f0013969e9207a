import stringWidth from 'string-width'

export interface Column {
  readonly align: 'left' | 'right'
  /** The column that gives way when a table is too wide. */
  readonly shrinks?: boolean
}

/** One cell: clean text, and how to colour it once it has been cut and padded. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

export interface TableOptions {
  readonly width: number
  readonly indent: number
}

const gap = 2

/** Lines of equal columns, none wider than `width`. A column in which nothing stands is left out. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): readonly string[] {
  const widths = fitted(columns, rows, options.width - options.indent)
  const margin = ' '.repeat(options.indent)
  return rows.map((row) => (margin + line(columns, row, widths)).trimEnd())
}

/** How wide a table would like to be, its indent left out. */
export function tableWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  return total(naturalWidths(columns, rows))
}

/** Cut to a width on screen, with an ellipsis where something was lost. Graphemes stay whole. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = used + stringWidth(segment)
    if (next > width - 1) break
    kept += segment
    used = next
  }
  return width < 1 ? '' : `${kept}…`
}

/** Prose as lines of at most `width` columns; words that are wider are cut into pieces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(breaks).flatMap((each) => pieces(each, width))) {
    const longer = current === '' ? word : `${current} ${word}`
    if (stringWidth(longer) <= width) current = longer
    else {
      lines.push(current)
      current = word
    }
  }
  return [...lines, current]
}

/** Parts with a separator between them, as lines; a part is only broken where it is wider than a line. */
export function flow(parts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    const longer = last === undefined ? part : last + separator + part
    if (last !== undefined && stringWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines.flatMap((each) => wrap(each, width))
}

/** Spaces, but for the one between a number and its unit. */
const breaks = / (?![\p{L}%]{1,3}(?!\p{L}))|(?<!\d) /u

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function pieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word]
  const found: string[] = []
  let current = ''
  let used = 0
  for (const { segment } of graphemes.segment(word)) {
    const size = stringWidth(segment)
    if (used + size > width && current !== '') {
      found.push(current)
      current = ''
      used = 0
    }
    current += segment
    used += size
  }
  return [...found, current]
}

const naturalWidths = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): readonly number[] =>
  columns.map((_, index) => Math.max(0, ...rows.map((row) => stringWidth(row[index]?.text ?? ''))))

const total = (widths: readonly number[]): number => {
  const shown = widths.filter((width) => width > 0)
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1)
}

function fitted(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number,
): readonly number[] {
  const widths = [...naturalWidths(columns, rows)]
  const shrinking = columns.flatMap((column, index) => (column.shrinks === true ? [index] : []))
  // Columns that may shrink give way first, then the widest: no line is ever wider than the screen.
  for (const candidates of [shrinking, columns.map((_, index) => index)]) {
    while (total(widths) > available) {
      const widest = candidates.reduce<number>(
        (best, index) => (at(widths, index) > at(widths, best) ? index : best),
        candidates[0] ?? -1,
      )
      if (at(widths, widest) <= narrowest) break
      widths[widest] = at(widths, widest) - 1
    }
  }
  return widths
}

const narrowest = 4
const at = (widths: readonly number[], index: number): number => widths[index] ?? 0

function line(columns: readonly Column[], row: readonly Cell[], widths: readonly number[]): string {
  return columns
    .flatMap(({ align }, index) => {
      const width = at(widths, index)
      return width === 0 ? [] : [padded(row[index] ?? { text: '' }, width, align)]
    })
    .join(' '.repeat(gap))
}

function padded(cell: Cell, width: number, align: Column['align']): string {
  const text = truncate(cell.text, width)
  const padding = ' '.repeat(width - stringWidth(text))
  const painted = text === '' || cell.paint === undefined ? text : cell.paint(text)
  return align === 'left' ? painted + padding : padding + painted
}
