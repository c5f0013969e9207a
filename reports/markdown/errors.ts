import type { Run } from '../../lib/model/run.ts'
import { type Failure, failureCounts, failures } from '../content/failures.ts'
import { code, fenced, prose } from './markup.ts'

/** What went wrong: how often, since when, and the end of an example's log. */
export function errorsSection(run: Run): readonly string[] {
  const counts = failureCounts(run)
  const distinct = failures(run)
  if (counts.length === 0 && distinct.length === 0) return []
  return [
    '### Errors',
    ...(counts.length === 0 ? [] : [`${prose(counts.join(', '))}.`]),
    ...distinct.flatMap(failureBlocks),
  ]
}

function failureBlocks({ count, name, kind, when, message, log }: Failure): readonly string[] {
  const said = message === '' ? '' : `: ${code(message)}`
  return [
    `**${count} × ${code(name)}** ${prose(`${kind}, ${when}`)}${said}`,
    ...(log.length === 0 ? [] : [fenced(log)]),
  ]
}
