import type { Comparison } from '../model/comparison.ts'
import { writeComparison } from './comparison-folder.ts'

/** Writes comparison.json, or gives a sentence why not: it can be made again from the blocks, so nothing is lost. */
export function storeComparison(comparison: Comparison, folder: string): string | undefined {
  try {
    writeComparison(folder, comparison)
    return undefined
  } catch (error) {
    return `comparison.json could not be written (${error instanceof Error ? error.message : String(error)})`
  }
}
