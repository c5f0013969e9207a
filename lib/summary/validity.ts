import type { Validity } from '../model/run.ts'
import { connectionSetupReason } from './connection-setup.ts'
import { type Doubts, mostSpoilt } from './doubts.ts'
import { countInWords } from './in-words.ts'
import { latenessReason } from './lateness.ts'

/** Whether the numbers can be believed, with a sentence for each reason why not. */
export function judgeValidity(doubts: Doubts): Validity {
  const checks = [
    nothingSucceeded(doubts),
    latenessReason(doubts),
    outOfSockets(doubts),
    connectionSetupReason(doubts),
    refusedHere(doubts),
    droppedAtCap(doubts),
    damaged(doubts),
  ]
  const reasons = checks.filter((reason) => reason !== undefined)
  return { valid: reasons.length === 0, reasons }
}

function nothingSucceeded({ counts, errors, besidesWarmUps }: Doubts): string | undefined {
  if (counts.ok > 0) return undefined
  if (counts.sent + counts.dropped === 0) return 'nothing was sent'
  const [most] = errors
  const of = most ? `; most often ${most.name}${most.message === undefined ? '' : `: ${most.message}`}` : ''
  const besides = besidesWarmUps === true ? ' besides warm-ups' : ''
  return `nothing succeeded: ${countInWords(counts.sent)} sent${besides}, none answered without an error${of}`
}

/** What the system says when this machine, not the endpoint, has no connection left to give. */
const socketShortage = ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS']

function outOfSockets({ errors }: Doubts): string | undefined {
  const short = errors.filter(
    ({ outcome, name }) => outcome === 'transport-error' && socketShortage.includes(name),
  )
  const [most] = short
  if (!most) return undefined
  const count = short.reduce((sum, error) => sum + error.count, 0)
  return (
    `this machine ran out of sockets or ports: ${countInWords(count)} sends failed with ${most.name}; ` +
    `raise its limit on open files, or send less at once`
  )
}

/** The local Lambda's name for a refusal that Lambda itself would not have made. */
const localCap = 'LocalCapException'

function refusedHere({ errors, counts }: Doubts): string | undefined {
  const refused = errors.find(({ name }) => name === localCap)?.count ?? 0
  if (refused <= counts.sent * mostSpoilt) return undefined
  return (
    `${countInWords(refused)} of ${countInWords(counts.sent)} invocations were refused by the cap on ` +
    `environments of this machine; raise --max-environments, or send less at once`
  )
}

/** Arrivals dropped as late are a matter of lateness, unless only both together are too many. */
function droppedAtCap({ counts, health: { capHits, late } }: Doubts): string | undefined {
  const due = counts.sent + counts.dropped
  const most = due * mostSpoilt
  const together = counts.dropped > most && late.dropped <= most
  if (capHits <= most && !together) return undefined
  const byLateness = late.dropped > 0 ? `, and ${countInWords(late.dropped)} because they were late` : ''
  return (
    `${countInWords(capHits)} of ${countInWords(due)} arrivals were dropped at the cap on invocations in ` +
    `flight${byLateness} (limit 1 %); raise --max-in-flight or lower the rate`
  )
}

function damaged({ damagedLines }: Doubts): string | undefined {
  if (damagedLines === 0) return undefined
  const lines = damagedLines === 1 ? '1 line' : `${damagedLines} lines`
  return `${lines} of the stored observations can't be read: the files were changed after the run`
}
