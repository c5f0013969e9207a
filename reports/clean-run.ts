import type { Run } from '../lib/model/run.ts'
import { cleanLine, cleanLines } from './untrusted.ts'

/**
 * The same run with every string made safe to show, so that no report can forget one: names, messages and log tails
 * come from functions and networks. Encoded histograms, which nobody reads, are emptied.
 */
export function cleanRun(run: Run): Run {
  return JSON.parse(JSON.stringify(run), (key, value: unknown) => {
    if (typeof value !== 'string') return value
    if (key === 'histogram') return ''
    return key === 'logTail' ? cleanLines(value).join('\n') : cleanLine(value)
  })
}
