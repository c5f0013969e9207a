import type { Share } from '../model/arrival.ts'
import type { BurstLoad, Load } from '../model/plan.ts'
import { fromMillis, fromSeconds, type Micros, micros } from '../model/time.ts'
import { peakArrivalsAtOnce, peakPerSecond } from '../shapes/index.ts'
import { partOf } from '../shapes/share-parts.ts'
import type { Gun } from './gun.ts'

/** Beyond this many a constant rate is left to the reserve that the transport keeps. */
const mostForARate = 256

/**
 * How many connections one share should have open when a phase begins: all of its first burst or of a closed
 * loop; of a rate what a second brings, which does while answers take less than that.
 */
export function connectionsAhead(load: Load, share: Share, maxInFlight: number): number {
  const paced = load.kind === 'rate' || load.kind === 'stages'
  if (!paced) return partOf(peakArrivalsAtOnce(load), share)
  // Any share may have all that are in flight.
  return Math.min(partOf(Math.min(Math.ceil(peakPerSecond(load)), mostForARate), share), maxInFlight)
}

/** The share's part of one burst: which of them get one more than others changes from burst to burst. */
function partOfBurst({ size }: BurstLoad, burst: number, { index, of }: Share): number {
  const first = (burst * size) % of
  return partOf(size, { index: (index - first + of) % of, of })
}

/** Before each burst but the first its connections are opened again: the server may have closed them meanwhile. */
export async function prewarmBursts(
  load: BurstLoad,
  startAt: Micros,
  gun: Gun,
  over: AbortSignal,
): Promise<void> {
  for (let burst = 1; burst < load.repeat && !over.aborted; burst += 1) {
    const connections = partOfBurst(load, burst, gun.share)
    const at = startAt + burst * load.every
    const lead = leadOf(connections, load.every)
    await gun.clock.until(micros(at - lead), over)
    if (!over.aborted) await gun.target.prewarm(connections, over, lead)
  }
}

/** A TLS handshake takes some 2.5 ms of a core; begun too early they would disturb the answers of the burst before. */
function leadOf(connections: number, every: Micros): Micros {
  const needed = fromSeconds(1) + connections * fromMillis(4)
  return micros(Math.min(needed, every / 2))
}
