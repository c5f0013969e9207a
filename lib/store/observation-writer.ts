import type { Share } from '../model/arrival.ts'
import type { Observation } from '../model/observation.ts'
import { LineBytes } from './line-bytes.ts'
import { writeObservation } from './observation-line.ts'
import { openNewFile, type OutputFile } from './output-file.ts'
import { printEnd, printHeader, type ShareEnd } from './share-file.ts'

const flushBytes = 64 * 1024

/**
 * Appends observations to a share's file. Lines are gathered and written whole; call `flush` at least every
 * 100 ms. A write that fails (a full disk) is kept in `failure`, the file ends with its last whole line, and
 * what comes after is counted in `lost`.
 */
export interface ObservationWriter {
  readonly failure: Error | undefined
  readonly lost: number
  append(observation: Observation): void
  flush(): void
  close(end: ShareEnd): void
}

/** Throws when the file can't be made, or has no room even for its header. */
export function openObservationWriter(
  path: string,
  share: Share,
  open: (path: string) => OutputFile = openNewFile,
): ObservationWriter {
  const file = open(path)
  const writer = new FileWriter(file, printHeader(share))
  if (!writer.failure) return writer
  file.close()
  throw writer.failure
}

class FileWriter implements ObservationWriter {
  failure: Error | undefined
  lost = 0
  readonly #file: OutputFile
  readonly #pending = new LineBytes(flushBytes)
  #pendingLines = 0
  #written = 0

  constructor(file: OutputFile, header: string) {
    this.#file = file
    this.#write(Buffer.from(header))
  }

  append(observation: Observation): void {
    writeObservation(this.#pending, observation)
    this.#pendingLines += 1
    if (this.#pending.length >= flushBytes) this.flush()
  }

  flush(): void {
    if (this.#pending.length === 0) return
    if (this.failure) this.lost += this.#pendingLines
    else this.#write(this.#pending.gathered())
    this.#pending.clear()
    this.#pendingLines = 0
  }

  close(end: ShareEnd): void {
    this.flush()
    if (!this.failure) this.#write(Buffer.from(printEnd(end)))
    // Some file systems say only on closing that they had no room.
    this.#attempt(() => this.#file.close())
  }

  #write(bytes: Buffer): void {
    let done = 0
    this.#attempt(() => {
      while (done < bytes.length) done += this.#file.write(bytes, done)
    })
    // Of what found room only in part, the whole lines are kept.
    const whole = bytes.subarray(0, done).lastIndexOf('\n') + 1
    this.#written += whole
    if (!this.failure) return
    this.lost += this.#pendingLines - linesIn(bytes.subarray(0, whole))
    // Where even this fails, readers pass over the torn last line.
    this.#attempt(() => this.#file.truncate(this.#written))
  }

  #attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error))
    }
  }
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0
  for (const byte of bytes) if (byte === lineFeed) lines += 1
  return lines
}

const lineFeed = 10
