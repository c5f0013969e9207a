import { createReadStream } from 'node:fs'

/** A part of a file's lines. `torn` is what stands after the last line feed, in the last part only. */
export interface Lines {
  readonly lines: readonly string[]
  readonly torn?: string
}

/** Far beyond any line of ours; a file without line feeds must not fill the memory. */
const longestLine = 4 * 1024 * 1024

/**
 * The lines of a file, part by part. Only a line feed ends a line: a log may hold other characters that are
 * taken for line ends elsewhere. Rejects with what opening or reading threw.
 */
export async function* wholeLines(path: string): AsyncGenerator<Lines> {
  let rest = ''
  // Decodes across chunks, and closes the file when the reader stops early.
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    if (lines.length > 0) yield { lines }
  }
  if (rest !== '') yield { lines: [], torn: rest }
}
