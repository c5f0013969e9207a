import type { Share } from '../model/arrival.ts'
import type { Clock } from '../model/clock.ts'
import type { Observation } from '../model/observation.ts'
import type { Load, Plan } from '../model/plan.ts'
import type { Micros } from '../model/time.ts'
import { workload } from '../shapes/index.ts'
import { createRandom } from '../stats/prng.ts'
import type { Target } from '../targets/target.ts'
import { fireClosed } from './fire-closed.ts'
import { fireOpen } from './fire-open.ts'
import type { Flight } from './flight.ts'
import type { Gun } from './gun.ts'
import { createPayloadChoice } from './payload-choice.ts'
import { connectionsAhead } from './prewarm.ts'
import type { Room } from './room.ts'

/** What firing one share of a plan needs from outside. */
export interface ShareFiring {
  readonly plan: Plan
  /** Parallel to the plan's payloads. */
  readonly payloads: readonly string[]
  readonly share: Share
  readonly clock: Clock
  readonly target: Target
  readonly flight: Flight
  readonly room: Room
  record(observation: Observation): void
  /** Called when a share is ready for a phase; gives the instant at which all shares begin it. */
  startPhase(phase: number): Promise<Micros>
  readonly drain: AbortSignal
  readonly abort: AbortSignal
}

/** Fires one share of a plan, phase after phase: a phase starts when the one before has drained. */
export async function fireShare(firing: ShareFiring): Promise<void> {
  for (const [phase, { load }] of firing.plan.phases.entries()) {
    if (firing.drain.aborted) return
    const work = workload(load, firing.share, createRandom(firing.plan.seed, phase))
    const gun = gunFor(firing, phase, load)
    if (gun.prewarm) await gun.target.prewarm(connectionsAhead(load, gun.share, gun.room.most), gun.drain)
    if (work.kind === 'open') await fireOpen(work, gun, firing.flight)
    else await fireClosed(work, gun, firing.flight)
  }
}

function gunFor(firing: ShareFiring, phase: number, load: Load): Gun {
  const { plan, share, clock, target, room, drain, abort } = firing
  const body = createPayloadChoice(plan, firing.payloads, phase)
  const start = (): Promise<Micros> => firing.startPhase(phase)
  const record: Gun['record'] = (observation) => firing.record(observation)
  const { timeout, firing: means } = plan
  const { prewarm, onLate } = means
  const rules = { timeout, prewarm, onLate }
  return { clock, target, share, phase, load, room, ...rules, body, record, start, drain, abort }
}
