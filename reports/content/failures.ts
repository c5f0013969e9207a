import { lateAfter } from '../../lib/model/health.ts'
import type { Counts, DistinctError, Health, Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration, plural } from '../quantities.ts'
import { dropReasons } from './health.ts'

/** One distinct error. */
export interface Failure {
  readonly count: string
  readonly kind: string
  readonly name: string
  readonly message: string
  /** When it was first and last seen, since the run began. */
  readonly when: string
  readonly log: readonly string[]
}

/** The distinct errors of a clean run, with a little of what they said. */
export const failures = ({ errors }: Pick<Run, 'errors'>): readonly Failure[] =>
  errors.map((error) => ({
    count: formatCount(error.count),
    kind: kindNames[error.outcome],
    name: shortened(error.name) || '(no name)',
    message: shortened(error.message ?? ''),
    when: whenSeen(error),
    log:
      error.logTail === undefined || error.logTail === '' ? [] : error.logTail.split('\n').slice(-longestLog),
  }))

/** «12 function errors», «5 throttled»: what did not succeed, by how it ended. */
export const failureCounts = ({ counts, health }: Run): readonly string[] => [
  ...outcomes.filter(([key]) => (counts[key] ?? 0) > 0).map(([key, words]) => words(counts[key] ?? 0)),
  ...(counts.dropped > 0
    ? [`${formatCount(counts.dropped)} dropped (never sent: ${whyDropped(health)})`]
    : []),
]

const kindNames: Readonly<Record<DistinctError['outcome'], string>> = {
  'function-error': 'function error',
  throttled: 'throttled',
  'timed-out': 'timed out',
  'service-error': 'service error',
  'transport-error': 'transport error',
}

const outcomes: readonly (readonly [keyof Counts, (count: number) => string])[] = [
  ['functionError', (count) => plural(count, 'function error')],
  ['throttled', (count) => `${formatCount(count)} throttled`],
  ['timedOut', (count) => `${formatCount(count)} timed out`],
  ['serviceError', (count) => plural(count, 'service error')],
  ['transportError', (count) => plural(count, 'transport error')],
]

/** With counts only where there is more than one reason. */
function whyDropped(health: Health): string {
  const { late, capHits } = health
  if (late.dropped > 0 && capHits > 0) return dropReasons(health).join(', ')
  return late.dropped > 0
    ? `they were over ${formatDuration(lateAfter)} late`
    : 'the in-flight cap was reached'
}

function whenSeen({ count, firstAt, lastAt }: DistinctError): string {
  if (count === 1 || firstAt === lastAt) return `at ${formatDuration(firstAt)}`
  return `first at ${formatDuration(firstAt)}, last at ${formatDuration(lastAt)}`
}

const longestLog = 20
const longestMessage = 400
const shortened = (text: string): string =>
  text.length > longestMessage ? `${text.slice(0, longestMessage).replace(/\p{Cs}$/u, '')}…` : text
