import type { Run } from '../lib/model/run.ts'
import { type StoredRun, writeRun } from '../lib/store/run-folder.ts'

/** The document can be made again from the observations, so a full disk here loses nothing. */
export function storeDocument(run: Run, stored: StoredRun): string | undefined {
  try {
    writeRun(stored.folder, run)
    return undefined
  } catch (error) {
    return `run.json could not be written (${error instanceof Error ? error.message : String(error)})`
  }
}
