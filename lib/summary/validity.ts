import type { Counts, DistinctError, Health, Validity } from '../model/run.ts'

export interface ValidityInput {
  readonly counts: Counts
  readonly health: Health
  /** Median service time, µs. */
  readonly medianServiceTime?: number
  readonly errors: readonly DistinctError[]
  /** The function ran on this machine, so that sends and environments shared its cores. */
  readonly sharesCores: boolean
  /** Whole lines of the stored files that are no observations. */
  readonly damagedLines: number
}

/** A sender later than this, or than a tenth of the median service time, measures itself. µs. */
const latestSend = 10_000

/** Beside local environments, which take the same cores, it is later: a fault only past this or the median itself. */
const latestBesideEnvironments = 100_000

const mostDropped = 0.01

/** Whether the numbers can be believed, with a sentence for each reason why not. */
export function judgeValidity(input: ValidityInput): Validity {
  const checks = [
    nothingSucceeded(input),
    tooLate(input),
    outOfSockets(input),
    refusedHere(input),
    tooManyDropped(input),
    damaged(input),
  ]
  const reasons = checks.filter((reason) => reason !== undefined)
  return { valid: reasons.length === 0, reasons }
}

function nothingSucceeded({ counts, errors }: ValidityInput): string | undefined {
  if (counts.ok > 0) return undefined
  const sent = counts.sent + counts.dropped
  if (sent === 0) return 'nothing was sent'
  const [most] = errors
  const of = most ? `; most often ${most.name}${most.message === undefined ? '' : `: ${most.message}`}` : ''
  return `nothing succeeded: ${counts.sent} sent, none answered without an error${of}`
}

function tooLate({ health, medianServiceTime = 0, sharesCores }: ValidityInput): string | undefined {
  const limit = sharesCores
    ? Math.max(latestBesideEnvironments, medianServiceTime)
    : Math.max(latestSend, medianServiceTime / 10)
  const lateness = latenessPast(limit, health)
  return lateness && `${lateness}; lower the rate or the burst size, or give this machine less to do`
}

/** What a reader should know of sends that were late, though not so late that the run is invalid. */
export function latenessNote(input: ValidityInput): string | undefined {
  const { health, medianServiceTime = 0, sharesCores } = input
  if (!sharesCores || tooLate(input) !== undefined) return undefined
  const lateness = latenessPast(Math.max(latestSend, medianServiceTime / 10), health)
  return lateness && `The environments shared this machine's cores with the sends, and ${lateness}.`
}

/** Late beyond doubt: a few sends of a small run don't settle its p99, so the low end of its interval decides. */
function latenessPast(limit: number, { scheduleLag: lag }: Health): string | undefined {
  if (!lag || (lag.intervals.p99?.low ?? 0) <= limit) return undefined
  const sends = lag.count.toLocaleString('en-US')
  return `sends were late: schedule lag p99 ${inWords(lag.p99)} of ${sends} sends, limit ${inWords(limit)}`
}

const inWords = (time: number): string =>
  time < 1_000_000 ? `${(time / 1_000).toFixed(1)} ms` : `${(time / 1_000_000).toFixed(2)} s`

/** What the system says when this machine, not the endpoint, has no connection left to give. */
const socketShortage = ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS']

function outOfSockets({ errors }: ValidityInput): string | undefined {
  const short = errors.filter(
    ({ outcome, name }) => outcome === 'transport-error' && socketShortage.includes(name),
  )
  const [most] = short
  if (!most) return undefined
  const count = short.reduce((sum, error) => sum + error.count, 0)
  return (
    `this machine ran out of sockets or ports: ${count} sends failed with ${most.name}; ` +
    `raise its limit on open files, or send less at once`
  )
}

/** The local Lambda's name for a refusal that Lambda itself would not have made. */
const localCap = 'LocalCapException'

function refusedHere({ errors, counts }: ValidityInput): string | undefined {
  const refused = errors.find(({ name }) => name === localCap)?.count ?? 0
  if (refused <= counts.sent * mostDropped) return undefined
  return (
    `${refused} of ${counts.sent} invocations were refused by the cap on environments of this machine; ` +
    `raise --max-environments, or send less at once`
  )
}

function tooManyDropped({ counts }: ValidityInput): string | undefined {
  const due = counts.sent + counts.dropped
  if (counts.dropped <= due * mostDropped) return undefined
  return `${counts.dropped} of ${due} arrivals were dropped at the cap on invocations in flight; raise --max-in-flight or lower the rate`
}

function damaged({ damagedLines }: ValidityInput): string | undefined {
  if (damagedLines === 0) return undefined
  const lines = damagedLines === 1 ? '1 line' : `${damagedLines} lines`
  return `${lines} of the stored observations can't be read: the files were changed after the run`
}
