import { createColors } from 'picocolors'
import stringWidth from 'string-width'
import type { StartKind } from '../../lib/model/classification.ts'
import { aroundCommands } from '../paragraph.ts'
import { type Cell, flow, wrap } from '../table.ts'

type Paint = (text: string) => string

/** How a report is drawn. Colour is never the only carrier of a meaning. */
export interface Style {
  readonly width: number
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly doubtful: Paint
  readonly start: (kind: StartKind) => Paint
}

export interface StyleOptions {
  readonly width: number
  readonly color: boolean
}

/** No narrower than 80 columns: tables would lose their numbers. */
export function createStyle({ width, color }: StyleOptions): Style {
  const { bold, dim, green, red, yellow, cyan, magenta } = createColors(color)
  const startColors: Readonly<Record<StartKind, Paint>> = {
    cold: cyan,
    restored: cyan,
    reinitialized: magenta,
    warm: yellow,
    unknown: dim,
  }
  return {
    width: Math.max(80, width),
    bold,
    dim,
    good: green,
    bad: red,
    doubtful: yellow,
    start: (kind) => startColors[kind],
  }
}

export const cell = (text: string, paint?: Paint): Cell => (paint === undefined ? { text } : { text, paint })

/** A section's first line: its title, and what there is to say about all of it, in parts. */
export function heading(style: Style, title: string, parts: readonly string[] = []): readonly string[] {
  const margin = stringWidth(title) + 2
  const [first, ...rest] = flow(parts, separator, proseWidth(style) - margin)
  return [
    `${style.bold(title)}${first === undefined ? '' : `  ${style.dim(first)}`}`,
    ...rest.map((line) => ' '.repeat(margin) + style.dim(line)),
  ]
}

export const separator = ' · '

/** Prose behind a bullet, wrapped under itself. */
export function bulleted(style: Style, bullet: string, text: string): readonly string[] {
  const [first = '', ...rest] = aroundCommands(text, proseWidth(style) - 4)
  return [`  ${bullet} ${first}`, ...rest.map((line) => `    ${line}`)]
}

/** Prose indented by some columns. */
export const indented = (
  style: Style,
  columns: number,
  text: string,
  paint: Paint = (line) => line,
): readonly string[] =>
  wrap(text, proseWidth(style) - columns).map((line) => ' '.repeat(columns) + paint(line))

/** Longer lines are hard to read, however wide the screen is. */
export const proseWidth = ({ width }: Style): number => Math.min(width, 110)
