import type { Run } from '../../lib/model/run.ts'
import { type Failure, failureCounts, failures } from '../content/failures.ts'
import { flow, truncate } from '../table.ts'
import { heading, indented, proseWidth, type Style } from './style.ts'

/** What went wrong: how often, since when, and the end of an example's log. */
export function errorsSection(run: Run, style: Style): readonly string[] {
  const counts = failureCounts(run)
  const distinct = failures(run)
  if (counts.length === 0 && distinct.length === 0) return []
  return [
    ...heading(style, 'Errors', counts),
    ...distinct.flatMap((failure, index) => {
      const afterLog = (distinct[index - 1]?.log.length ?? 0) > 0
      return [...(afterLog ? [''] : []), ...failureLines(failure, style)]
    }),
  ]
}

function failureLines(failure: Failure, style: Style): readonly string[] {
  const { count, name, kind, when, message, log } = failure
  const title = flow([`${count} × ${name}`, `${kind}, ${when}`], '  ', proseWidth(style) - 4)
  return [
    ...title.map((line, index) => `  ${index === 0 ? style.bad('✗') : ' '} ${emphasized(line, name, style)}`),
    ...(message === '' ? [] : indented(style, 4, message)),
    ...log.map((line) => `    ${style.dim(`│ ${truncate(line, style.width - 6)}`)}`),
  ]
}

const emphasized = (line: string, name: string, style: Style): string =>
  line.replace(name, () => style.bold(name))
