import type { Run } from '../lib/model/run.ts'
import { cleanLine, cleanLines } from './untrusted.ts'

/** The same run with every string made safe to show, see `cleanDocument`. */
export const cleanRun = (run: Run): Run => cleanDocument(run)

/**
 * The same document with every string made safe to show, so that no report can forget one: names, messages and log
 * tails come from functions and networks. Encoded histograms, which nobody reads, are emptied.
 */
export function cleanDocument<T extends object>(document: T): T {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (typeof value !== 'string') return value
    if (key === 'histogram') return ''
    return key === 'logTail' ? cleanLines(value).join('\n') : cleanLine(value)
  })
}
