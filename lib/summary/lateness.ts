import { lateAfter } from '../model/health.ts'
import { type Doubts, faultLimit, mostSpoilt, noteLimit } from './doubts.ts'
import { countInWords, listInWords, timeInWords } from './in-words.ts'
import { causeOf } from './lateness-cause.ts'

/** Why the generator was too late to be believed: what was the matter with it, and what to do. */
export function latenessReason(doubts: Doubts): string | undefined {
  const limit = faultLimit(doubts)
  const stamped = hasSchedule(doubts) ? lateStamps(doubts, limit) : undefined
  const symptoms = [lateSends(doubts, limit), droppedLate(doubts), stamped].filter(
    (symptom) => symptom !== undefined,
  )
  if (symptoms.length === 0) return undefined
  const { says, remedy } = causeOf(doubts)
  return `${listInWords([...says, ...symptoms])}: ${remedy}`
}

/** What a reader should know of lateness that is no reason to doubt the run. */
export function latenessNotes(doubts: Doubts): string[] {
  if (latenessReason(doubts) !== undefined) return []
  const limit = noteLimit(doubts)
  const sends = doubts.sharesCores ? lateSends(doubts, limit) : undefined
  const stamps = lateStamps(doubts, limit)
  const notes = [
    sends && `The environments shared this machine's cores with the firing thread, and ${sends}.`,
    stamps && `The firing thread was held up at times: ${stamps}.`,
    stamps === undefined ? stall(doubts) : undefined,
  ]
  return notes.filter((note) => note !== undefined)
}

const hasSchedule = ({ loads }: Doubts): boolean => loads.some(({ kind }) => kind !== 'closed')

/** Late beyond doubt: a few sends of a small run don't settle its p99, so the low end of its interval decides. */
function lateSends({ health: { scheduleLag: lag } }: Doubts, limit: number): string | undefined {
  if (!lag || (lag.intervals.p99?.low ?? 0) <= limit) return undefined
  const p99 = `p99 ${timeInWords(lag.p99)} of ${countInWords(lag.count)} sends`
  return `sends were late (schedule lag ${p99}, limit ${timeInWords(limit)})`
}

function droppedLate({ counts, health: { late } }: Doubts): string | undefined {
  const due = counts.sent + counts.dropped
  if (late.dropped <= due * mostSpoilt) return undefined
  const of = `${countInWords(late.dropped)} of ${countInWords(due)} arrivals`
  return `${of} were dropped because they were over ${timeInWords(lateAfter)} late (limit 1 %)`
}

/** As for percentiles of the function: one with fewer than five values beyond it says nothing. */
const fewestDelays = 500

/** An answer that comes while the event loop is held up is stamped when it goes on. */
function lateStamps({ health: { eventLoopDelay: delay } }: Doubts, limit: number): string | undefined {
  if (!delay || (delay.count ?? 0) < fewestDelays || delay.p99 <= limit) return undefined
  const p99 = `p99 ${timeInWords(delay.p99)} of ${countInWords(delay.count ?? 0)}`
  return `answers were stamped late (event-loop delay ${p99}, limit ${timeInWords(limit)})`
}

const longestStall = 50_000

function stall({ health: { sampled } }: Doubts): string | undefined {
  if (!sampled || sampled.longestDelay.took <= longestStall) return undefined
  const { took, by } = sampled.longestDelay
  return (
    `The firing thread was held up for ${timeInWords(took)} once, in the second up to ${timeInWords(by)}: ` +
    'answers that came meanwhile were stamped late.'
  )
}
