import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** A file that is being written. Every call may throw what the file system says. */
export interface OutputFile {
  /** Writes some of `bytes` from `start` on and returns how many. */
  write(bytes: Uint8Array, start: number): number
  truncate(length: number): void
  close(): void
}

/** Throws when there is such a file already, or it can't be made. */
export function openNewFile(path: string): OutputFile {
  const file = openSync(path, 'ax')
  return {
    write: (bytes, start) => writeSync(file, bytes, start),
    truncate: (length) => ftruncateSync(file, length),
    close: () => closeSync(file),
  }
}
