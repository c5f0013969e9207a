import type { Run } from '../model/run.ts'
import { type StoredRun, writeRun } from './run-folder.ts'

/** Writes run.json, or gives a sentence why not: it can be made again from the observations, so nothing is lost. */
export function storeDocument(run: Run, stored: StoredRun): string | undefined {
  try {
    writeRun(stored.folder, run)
    return undefined
  } catch (error) {
    return `run.json could not be written (${error instanceof Error ? error.message : String(error)})`
  }
}
