import type { Observation } from '../model/observation.ts'
import { ForeignFileError } from './foreign-file.ts'
import { NameCache } from './name-cache.ts'
import { parseObservation } from './observation-line.ts'
import { parseEnd, parseHeader, type ShareEnd } from './share-file.ts'
import { TextCursor } from './text-cursor.ts'
import { wholeLines } from './whole-lines.ts'
import { readWritten } from './written-line.ts'

/** What a share's file said of its firing besides observations. */
export interface ShareReading {
  /** How many shares the plan was fired from. */
  of?: number
  end?: ShareEnd
  /** Whole lines that are no observation: the file was changed by something else. */
  damaged: number
}

/**
 * The observations of one share in the order they ended, some hundred at a time; their texts keep alive what was
 * read with them. A torn last line is passed over. Throws ForeignFileError when the first line is not a header
 * of ours.
 */
export async function* readShare(
  path: string,
  reading: ShareReading,
): AsyncGenerator<readonly Observation[]> {
  let share: number | undefined
  const names = new NameCache()
  for await (const { text, torn } of wholeLines(path)) {
    const cursor = new TextCursor(text)
    if (share === undefined && !torn) share = takeHeader(takeLine(cursor, 0), path, reading)
    if (share === undefined) continue
    const observations = torn ? readTorn(text, share, reading) : readLines(cursor, share, names, reading)
    if (observations.length > 0) yield observations
  }
  if (share === undefined) throw new ForeignFileError(path)
}

function readLines(
  cursor: TextCursor,
  share: number,
  names: NameCache,
  reading: ShareReading,
): Observation[] {
  const observations: Observation[] = []
  while (cursor.at < cursor.text.length) {
    const start = cursor.at
    const written = readWritten(cursor, share, names)
    if (written) {
      observations.push(written)
      continue
    }
    const line = takeLine(cursor, start)
    const other = parseObservation(line, share)
    if (other) observations.push(other)
    else if (!takeEnd(line, reading)) reading.damaged += 1
  }
  return observations
}

/** The line that begins at `start`, without its line feed, which the cursor is behind afterwards. */
function takeLine(cursor: TextCursor, start: number): string {
  const end = cursor.text.indexOf('\n', start)
  cursor.at = end + 1
  return cursor.text.slice(start, end)
}

/** The process died while it wrote, or somebody's editor took the last line feed away. */
function readTorn(text: string, share: number, reading: ShareReading): Observation[] {
  const last = parseObservation(text, share)
  if (last) return [last]
  takeEnd(text, reading)
  return []
}

function takeHeader(line: string, path: string, reading: ShareReading): number {
  const header = parseHeader(line)
  if (!header) throw new ForeignFileError(path)
  reading.of = header.of
  return header.share
}

function takeEnd(line: string, reading: ShareReading): boolean {
  const end = parseEnd(line)
  if (end) reading.end = end
  return end !== undefined
}
