import type { Observation } from '../model/observation.ts'
import { parseObservation } from './observation-line.ts'
import { parseEnd, parseHeader, type ShareEnd } from './share-file.ts'
import { wholeLines } from './whole-lines.ts'

/** What a share's file said of its firing besides observations. */
export interface ShareReading {
  /** How many shares the plan was fired from. */
  of?: number
  end?: ShareEnd
  /** Whole lines that are no observation: the file was changed by something else. */
  damaged: number
}

/** The file is not one that coldburst wrote. */
export class ForeignFileError extends Error {
  constructor(path: string) {
    super(`${path} is not a file of observations`)
    this.name = 'ForeignFileError'
  }
}

/**
 * The observations of one share in the order they ended. A torn last line is passed over. Throws
 * ForeignFileError when the first line is not a header of ours.
 */
export async function* readShare(path: string, reading: ShareReading): AsyncGenerator<Observation> {
  let share: number | undefined
  for await (const { lines, torn } of wholeLines(path)) {
    for (const line of lines) {
      if (share === undefined) {
        share = takeHeader(line, path, reading)
        continue
      }
      const observation = parseObservation(line, share)
      if (observation) yield observation
      else if (!takeEnd(line, reading)) reading.damaged += 1
    }
    if (torn === undefined || share === undefined) continue
    // The process died while it wrote, or somebody's editor took the last line feed away.
    const last = parseObservation(torn, share)
    if (last) yield last
    else takeEnd(torn, reading)
  }
  if (share === undefined) throw new ForeignFileError(path)
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

const endOf = (observation: Observation): number =>
  'endedAt' in observation ? observation.endedAt : observation.scheduledAt

/** Several shares as one stream, in the order they ended. */
export async function* mergeShares(
  shares: readonly AsyncGenerator<Observation>[],
): AsyncGenerator<Observation> {
  try {
    const heads = await Promise.all(shares.map((share) => share.next()))
    for (;;) {
      let first = -1
      for (const [index, head] of heads.entries()) {
        if (head.done) continue
        const best = heads[first]
        if (!best || best.done || endOf(head.value) < endOf(best.value)) first = index
      }
      const head = heads[first]
      const share = shares[first]
      if (!head || head.done || !share) return
      yield head.value
      heads[first] = await share.next()
    }
  } finally {
    // Their files are open when one of them failed, or the reader stopped early.
    await Promise.all(shares.map((share) => share.return(undefined)))
  }
}
