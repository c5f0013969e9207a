import { amountInWords } from '../gates/amount-words.ts'
import { parseThreshold } from '../gates/parse-threshold.ts'
import { unitOf } from '../gates/print-threshold.ts'
import type { Threshold } from '../gates/threshold.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Entrant } from './field.ts'
import { first } from './ranking.ts'

/** Why no setting holds all limits for sure: the nearest one, and what it lacks. */
export function limitsMissed(entrants: readonly Entrant[], limits: readonly string[]): string {
  const plural = limits.length === 1 ? 'the limit' : 'all limits'
  const open = entrants.filter(
    ({ limits }) => limits.length > 0 && limits.every(({ kind }) => kind !== 'fail'),
  )
  const undecided = first(open, excessOf)
  if (undecided !== undefined) return `No setting is shown to hold ${plural}: ${whatIsOpen(undecided)}.`
  const nearest = first(entrants, excessOf)
  const missed = nearest && `: nearest is ${nearest.setting.name}, ${whatIsMissed(nearest)}`
  return `No setting holds ${plural}${missed ?? ''}.`
}

/** The limit that is furthest from being held decides. */
const excessOf = ({ limits }: Entrant): number => Math.max(...limits.map(excess))

/** How far beyond its limit a value is, as a share of the limit; below 0 where it holds. */
function excess(verdict: Verdict): number {
  const { actual } = verdict
  const threshold = read(verdict)
  if (actual === undefined || threshold === undefined) return Infinity
  const { operator, limit } = threshold
  switch (operator) {
    case '<':
    case '<=':
      return shareOf(actual - limit, limit)
    case '>':
    case '>=':
      return shareOf(limit - actual, limit)
    case '==':
      return shareOf(Math.abs(actual - limit), limit)
    case '!=':
      return actual === limit ? Infinity : 0
    default:
      return operator satisfies never
  }
}

const shareOf = (difference: number, limit: number): number =>
  limit === 0 ? (difference > 0 ? Infinity : 0) : difference / limit

function whatIsMissed({ limits }: Entrant): string {
  const worst = limits.filter(({ kind }) => kind === 'fail').toSorted((a, b) => excess(b) - excess(a))[0]
  const threshold = worst && read(worst)
  if (worst?.actual === undefined || threshold === undefined) return 'of which too little is known'
  const beyond = excess(worst)
  const by = Number.isFinite(beyond) && beyond > 0 ? `, ${perCent(beyond)} beyond its limit` : ''
  return `where ${worst.gate} is missed with ${amountInWords(worst.actual, unitOf(threshold))}${by}`
}

function whatIsOpen({ setting, limits }: Entrant): string {
  const open = limits.flatMap((verdict) => (verdict.kind === 'inconclusive' ? [verdict] : []))
  const [verdict] = open
  if (verdict === undefined) return setting.name
  // A limit that its interval has inside it says itself that it is open.
  const why = verdict.cause === 'straddles' ? verdict.why : `open: ${verdict.why}`
  return `nearest is ${setting.name}, where ${verdict.gate} is ${why}`
}

/** The limit behind a verdict; undefined only for what no plan can hold. */
function read({ gate }: Verdict): Threshold | undefined {
  const threshold = parseThreshold(gate)
  return threshold.kind === 'problem' ? undefined : threshold
}

const perCent = (share: number): string =>
  `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`
