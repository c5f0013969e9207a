import { closeSync, openSync, writeSync } from 'node:fs'

/** A file of JSON, one line for each thing told. */
export interface LineFile<T> {
  /** On disk when it returns, so that a killed emulator loses no line. */
  append(line: T): void
  close(): void
}

/** Appends to the file; throws when it can't be opened. `what` names it in the warning that it ends early. */
export function openLineFile<T>(path: string, what: string): LineFile<T> {
  let file: number | undefined = openSync(path, 'a')
  const close = (): void => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  return {
    append(line) {
      if (file === undefined) return
      try {
        writeSync(file, `${JSON.stringify(line)}\n`)
      } catch (error) {
        // A full disk must not stop the functions; a file with a hole would be a lie, so it ends here.
        close()
        process.emitWarning(`${what} ends early: ${String(error)}`)
      }
    },
    close,
  }
}
