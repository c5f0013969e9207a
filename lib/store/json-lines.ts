import { wholeLines } from './whole-lines.ts'

/**
 * What the lines of a file hold, in order: undefined for a line that is no JSON. A torn last line is passed over;
 * a file that is missing or can't be read to its end gives what there is. Never rejects.
 */
export async function* jsonLines(path: string): AsyncGenerator {
  try {
    for await (const { text, torn } of wholeLines(path)) {
      if (torn) return
      for (const line of text.slice(0, -1).split('\n')) yield parseJson(line)
    }
  } catch {
    // Runs of before such a file was written have none; they can be analysed without it as well.
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
