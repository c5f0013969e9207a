import type { OpenWorkload } from '../model/arrival.ts'
import { lateAfter } from '../model/health.ts'
import type { Dropping } from '../model/outcome.ts'
import { type Micros, micros } from '../model/time.ts'
import type { Flight } from './flight.ts'
import type { Gun } from './gun.ts'
import { Magazine, type Round } from './magazine.ts'
import { prewarmBursts } from './prewarm.ts'

/**
 * Sends every arrival at its instant, however the earlier ones are doing. A late one is sent late, or dropped
 * where the plan says so; one that finds no room for another invocation in flight is dropped. Resolves when all
 * have ended.
 */
export async function fireOpen(work: OpenWorkload, gun: Gun, flight: Flight): Promise<void> {
  const magazine = new Magazine(work.arrivals, gun)
  const over = new AbortController()
  try {
    await magazine.loaded()
    const startAt = await gun.start()
    magazine.begin(startAt)
    if (gun.prewarm && gun.load.kind === 'burst') void prewarmBursts(gun.load, startAt, gun, over.signal)
    await fireRounds(magazine, startAt, gun, flight)
  } finally {
    over.abort()
    await magazine.close()
    await flight.drained()
  }
}

async function fireRounds(magazine: Magazine, startAt: Micros, gun: Gun, flight: Flight): Promise<void> {
  for (;;) {
    // Of a burst all are ready: nothing may come between one write and the next.
    const round = magazine.take() ?? (await magazine.next())
    if (!round) return
    const scheduledAt = micros(startAt + round.arrival.at)
    if (gun.clock.now() < scheduledAt) await gun.clock.until(scheduledAt, gun.drain)
    if (gun.drain.aborted) return round.prepared.discard()
    const reason = reasonToDrop(scheduledAt, gun)
    if (reason === undefined) void flight.launch(gun, round, scheduledAt)
    else drop(round, scheduledAt, reason, gun)
  }
}

/** When there is none, a place is taken. */
function reasonToDrop(scheduledAt: Micros, gun: Gun): Dropping['reason'] | undefined {
  if (!gun.room.enter()) return 'in-flight'
  if (gun.onLate !== 'drop' || gun.clock.now() - scheduledAt <= lateAfter) return undefined
  gun.room.leave()
  return 'late'
}

function drop(round: Round, scheduledAt: Micros, reason: Dropping['reason'], gun: Gun): void {
  round.prepared.discard()
  const place = { seq: round.arrival.seq, phase: gun.phase, share: gun.share.index }
  gun.record({ ...place, scheduledAt, outcome: { kind: 'dropped', reason } })
}
