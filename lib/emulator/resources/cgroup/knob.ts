import { closeSync, openSync, write, writeSync } from 'node:fs'

/** A file that does something when it is written to; it stays open. */
export interface Knob {
  write(text: string): void
  /** For what takes the kernel long. */
  writeLater(text: string): Promise<void>
  close(): void
}

/** Throws the system's error when it can't be written. */
export function openKnob(path: string): Knob {
  let file: number | undefined = openSync(path, 'w')
  return {
    write(text) {
      if (file !== undefined) writeSync(file, text, 0)
    },
    writeLater(text) {
      return new Promise((resolve, reject) => {
        if (file === undefined) return resolve()
        write(file, text, 0, 'latin1', (error) => (error === null ? resolve() : reject(error)))
      })
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
