import { createLogUpdate } from 'log-update'
import type { Output } from '../context.ts'
import { paragraph } from '../../reports/paragraph.ts'

/** A line that is drawn again and again, and others that stay above it. */
export interface Line {
  /** Does nothing where nobody watches. */
  draw(text: string): void
  /** A message that stays, above the live line. */
  say(line: string): void
  clear(): void
}

/** A live line on a terminal; anywhere else, and when it is to be quiet, only what is said to stay. */
export function createLine(output: Output, quiet: boolean): Line {
  const say = (line: string): void => void output.write(`${paragraph(line, output)}\n`)
  if (!output.isTerminal || quiet) return { draw: () => undefined, say, clear: () => undefined }
  const draw = createLogUpdate(output.stream, { showCursor: true })
  return {
    draw,
    say(line) {
      draw.clear()
      say(line)
    },
    clear: () => draw.clear(),
  }
}
