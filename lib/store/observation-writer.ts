import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Share } from '../model/arrival.ts'
import type { Observation } from '../model/observation.ts'
import { printObservation } from './observation-line.ts'
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

/** Throws when the file can't be made. */
export function openObservationWriter(path: string, share: Share): ObservationWriter {
  return new FileWriter(openSync(path, 'ax'), printHeader(share))
}

class FileWriter implements ObservationWriter {
  failure: Error | undefined
  lost = 0
  readonly #file: number
  #pending: string
  #pendingLines = 0
  #written = 0

  constructor(file: number, header: string) {
    this.#file = file
    this.#pending = header
    this.flush()
  }

  append(observation: Observation): void {
    this.#pending += printObservation(observation)
    this.#pendingLines += 1
    if (this.#pending.length >= flushBytes) this.flush()
  }

  flush(): void {
    if (this.#pending === '') return
    const bytes = Buffer.from(this.#pending)
    if (this.failure) this.lost += this.#pendingLines
    else this.#write(bytes)
    this.#pending = ''
    this.#pendingLines = 0
  }

  close(end: ShareEnd): void {
    this.flush()
    if (!this.failure) this.#write(Buffer.from(printEnd(end)))
    closeSync(this.#file)
  }

  #write(bytes: Buffer): void {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done)
      this.#written += bytes.length
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
      this.lost += this.#pendingLines
      ftruncateSync(this.#file, this.#written)
    }
  }
}
