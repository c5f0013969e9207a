import type { Comparison, PutBack } from '../../../lib/model/comparison.ts'
import { type Failure, failures } from '../../content/failures.ts'
import { connectionLines } from '../../content/connections.ts'
import { firingThreadLines } from '../../content/firing-thread.ts'
import type { HealthLine } from '../../content/health-line.ts'
import { shareLines, type ShareLine } from '../../content/local-lambda.ts'
import { formatCount, formatDuration, formatMoney, plural } from '../../quantities.ts'

/** What went wrong at one setting. */
export interface SettingFailures {
  readonly setting: string
  readonly failures: readonly Failure[]
}

/** The distinct errors of each setting that has any, with a little of what they logged. */
export const failuresOf = ({ settings }: Comparison): readonly SettingFailures[] =>
  settings
    .filter(({ errors }) => errors.length > 0)
    .map(({ setting, errors }) => ({
      setting: setting.name,
      failures: failures({ errors }).map((failure) => ({ ...failure, log: excerpt(failure.log) })),
    }))

const longestLog = 6

/**
 * The beginning of the last stack, which names the user's own code before the runtime's; where there is none the end,
 * which has the last words.
 */
function excerpt(log: readonly string[]): readonly string[] {
  const stack = log.findLastIndex((line, index) => isFrame(line) && !isFrame(log[index - 1] ?? ''))
  const from = stack === -1 ? Math.max(0, log.length - longestLog) : Math.max(0, stack - linesBefore)
  return log.slice(from, from + longestLog)
}

const isFrame = (line: string): boolean => /^\s+at \S/u.test(line)

/** What the runtime says of it, and the error. */
const linesBefore = 2

/** What the comparison itself cost, and what became of what it changed. */
export const closingSentences = (comparison: Comparison): readonly string[] => [
  ...spentSentences(comparison),
  ...putBackSentence(comparison),
]

function spentSentences({ spent, target }: Comparison): readonly string[] {
  if (spent === undefined) return ['What the comparison cost is not known: no price is known for it.']
  const { invocations, calls, usd, priceBook } = spent
  const money = `${formatMoney(usd)} for ${plural(invocations, 'invocation')}, discarded ones included`
  return [
    target.emulated ? `On AWS it would have cost ${money}.` : `It cost ${money}.`,
    ...(calls === 0 ? [] : [`${plural(calls, 'call')} of the control plane cost nothing.`]),
    `List prices before the free tier, as of ${priceBook.date}: ${priceBook.source}.`,
  ]
}

/** What is left behind is told at the top. */
function putBackSentence(comparison: Comparison): readonly string[] {
  const { putBack } = comparison
  switch (putBack.kind) {
    case 'nothing-changed':
      return ['Nothing of the function was changed.']
    case 'put-back':
      return [`Put back: ${[...whatWas(comparison), 'as before'].join(' ')}${deletedWords(putBack)}.`]
    case 'function-deleted':
      return ['The function has been deleted meanwhile, so there was nothing to put back.']
    case 'left':
    case 'unknown':
      return []
    default:
      return putBack satisfies never
  }
}

/** What of the function is as before: no words where none of it is known. */
function whatWas({ target, plan: { settings } }: Comparison): readonly string[] {
  const other = settings.some(
    ({ architecture = target.architecture }) => architecture !== target.architecture,
  )
  const more = [
    ...(other ? ['architecture'] : []),
    ...(settings.some(({ environment }) => environment !== undefined) ? ['environment'] : []),
  ].join(' and ')
  const memory = target.memoryMb === undefined ? '' : `${formatCount(target.memoryMb)} MB`
  const parts = [memory, more].filter((part) => part !== '')
  return parts.length === 0 ? [] : [parts.join(', ')]
}

function deletedWords({ versionsDeleted, aliasesDeleted }: Extract<PutBack, { kind: 'put-back' }>): string {
  const parts = [
    ...(versionsDeleted === 0 ? [] : [plural(versionsDeleted, 'version')]),
    ...(aliasesDeleted === 0 ? [] : [plural(aliasesDeleted, 'alias', 'aliases')]),
  ]
  return parts.length === 0 ? '' : `, ${parts.join(' and ')} deleted`
}

/** Whether the numbers are the function's or the generator's, of the block that was worst off. */
export function generatorLines({ plan, health, tool }: Comparison): readonly HealthLine[] {
  if (health === undefined) return []
  const { scheduleLag: lag, burstSkew, capHits } = health
  const skews = burstSkew.map(({ skew }) => skew)
  return [
    ...(lag === undefined || lag.count === 0
      ? []
      : [
          { label: 'schedule lag', says: `max ${formatDuration(lag.max)} over ${plural(lag.count, 'send')}` },
        ]),
    ...(skews.length === 0
      ? []
      : [
          {
            label: 'burst skew',
            says: `max ${formatDuration(Math.max(...skews))} over ${plural(skews.length, 'burst')}`,
          },
        ]),
    ...(capHits === 0 ? [] : [{ label: 'never sent', says: `${formatCount(capHits)} at the in-flight cap` }]),
    ...connectionLines({ health }),
    ...firingThreadLines({ plan: plan.base, health, tool }),
  ]
}

/** What of the local Lambda is not as on Lambda, and what CPU share functions got. */
export interface LocalLambdaContent {
  readonly degraded: readonly HealthLine[]
  readonly shares: readonly ShareLine[]
}

export function localLambdaContent({ emulation, plan }: Comparison): LocalLambdaContent {
  if (emulation === undefined) return { degraded: [], shares: [] }
  return {
    degraded: emulation.mechanisms.flatMap(({ row, degraded }) =>
      degraded === undefined ? [] : [{ label: row.replaceAll('-', ' '), says: degraded }],
    ),
    shares: shareLines({ emulation, plan: plan.base, distributions: {} }),
  }
}
