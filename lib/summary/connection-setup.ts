import { type Doubts, faultLimit, mostSpoilt } from './doubts.ts'
import { countInWords, timeInWords } from './in-words.ts'

/** Why connections that were opened inside of measured calls make the numbers wrong. */
export function connectionSetupReason(doubts: Doubts): string | undefined {
  const { health, firing, counts } = doubts
  const { connectionSetup: setup, connections } = health
  const limit = faultLimit(doubts)
  // Beyond doubt: a few slow ones don't settle the median, so the low end of its interval decides.
  if (!firing.prewarm || !setup || (setup.intervals.p50?.low ?? 0) <= limit) return undefined
  // A connection that the other side closed can't be ready: that is how the endpoint is.
  if (setup.count - (connections?.closedByPeer ?? 0) <= counts.sent * mostSpoilt) return undefined
  return (
    `too few sockets were open when they were needed: ${inTheirTime(doubts, setup.count)}, ` +
    `${timeInWords(setup.p50)} (median, limit ${timeInWords(limit)}); ${remedy(doubts)}`
  )
}

function remedy({ health: { connections }, loads }: Doubts): string {
  const failed = connections?.failed ?? 0
  if (failed === 0) {
    const load = loads.some(({ kind }) => kind === 'burst') ? 'the burst size' : 'the rate'
    return `warm up with --warmup 10s, or lower ${load}`
  }
  const which = failed === 1 ? '1 connection' : `${countInWords(failed)} connections`
  return `${which} could not be opened at all: raise this machine's limit on open files, or send less at once`
}

/** What a reader should know of set-up in measured calls that is no reason to doubt the run. */
export function connectionSetupNote(doubts: Doubts): string | undefined {
  const { connectionSetup: setup, connections } = doubts.health
  if (!setup || connectionSetupReason(doubts) !== undefined) return undefined
  const closed = connections?.closedByPeer ?? 0
  const byWish = doubts.firing.prewarm ? '' : ', with --no-prewarm'
  const byPeer = closed > 0 ? `; the other side closed ${countInWords(closed)} connections` : ''
  const took = setup.unresolved.includes('p50')
    ? `at most ${timeInWords(setup.max)}`
    : `${timeInWords(setup.p50)} (median)`
  return `${inTheirTime(doubts, setup.count)}, ${took}${byWish}${byPeer}.`
}

function inTheirTime({ counts }: Doubts, count: number): string {
  const [have, their] = count === 1 ? ['has', 'its'] : ['have', 'their']
  const of = `${countInWords(count)} of ${countInWords(counts.sent)} invocations`
  return `${of} ${have} the set-up of ${their} connection in ${their} time`
}
