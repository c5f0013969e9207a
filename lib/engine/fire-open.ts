import type { OpenWorkload } from '../model/arrival.ts'
import type { Dropped } from '../model/observation.ts'
import { micros } from '../model/time.ts'
import type { Flight } from './flight.ts'
import type { Gun } from './gun.ts'
import { Magazine, type Round } from './magazine.ts'

/**
 * Sends every arrival at its instant, however the earlier ones are doing. A late one is sent late; one that
 * finds `maxInFlight` invocations in flight is dropped. Resolves when all have ended.
 */
export async function fireOpen(work: OpenWorkload, gun: Gun, flight: Flight): Promise<void> {
  const magazine = new Magazine(work.arrivals, gun)
  try {
    await magazine.loaded()
    const startAt = await gun.start()
    magazine.begin(startAt)
    for (let round = await magazine.next(); round; round = await magazine.next()) {
      const scheduledAt = micros(startAt + round.arrival.at)
      await gun.clock.until(scheduledAt, gun.drain)
      if (gun.drain.aborted) {
        round.prepared.discard()
        break
      }
      if (flight.inFlight < gun.maxInFlight) send(round, scheduledAt)
      else drop(round, scheduledAt)
    }
  } finally {
    await magazine.close()
    await flight.drained()
  }

  function send(round: Round, scheduledAt: Dropped['scheduledAt']): void {
    void flight.launch(gun, round.prepared, { seq: round.arrival.seq, scheduledAt })
  }

  function drop(round: Round, scheduledAt: Dropped['scheduledAt']): void {
    round.prepared.discard()
    const place = { seq: round.arrival.seq, phase: gun.phase, share: gun.share.index }
    gun.record({ ...place, scheduledAt, outcome: { kind: 'dropped', reason: 'in-flight' } })
  }
}
