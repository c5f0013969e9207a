import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Observation } from '../model/observation.ts'
import { parseObservation } from './observation-line.ts'
import { parseEnd, parseHeader, type ShareEnd } from './share-file.ts'

/** What a share's file said of its firing besides observations. */
export interface ShareReading {
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
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })
  let share: number | undefined
  let torn = false
  for await (const line of lines) {
    if (share === undefined) {
      share = headerOf(line, path)
      continue
    }
    if (torn) reading.damaged += 1
    torn = false
    const observation = parseObservation(line, share)
    if (observation) yield observation
    else torn = !takeEnd(line, reading)
  }
  if (share === undefined) throw new ForeignFileError(path)
}

function headerOf(line: string, path: string): number {
  const header = parseHeader(line)
  if (!header) throw new ForeignFileError(path)
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
}
