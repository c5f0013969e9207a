import { isSent, type Observation } from '../model/observation.ts'
import type { Flight } from './flight.ts'
import type { Progress } from './thread-messages.ts'

/** Counts what a live line shows while observations pass by. */
export class Tally {
  #ended = 0
  #cold = 0
  #errors = 0
  dropped = 0

  add(observation: Observation): void {
    if (!isSent(observation)) {
      this.dropped += 1
      return
    }
    this.#ended += 1
    if (observation.outcome.kind !== 'ok') this.#errors += 1
    if (observation.markers.report?.initDuration !== undefined) this.#cold += 1
  }

  progress({ sent, inFlight }: Flight): Progress {
    const [ended, cold, errors, dropped] = [this.#ended, this.#cold, this.#errors, this.dropped]
    return { sent, ended, inFlight, cold, errors, dropped }
  }
}

export const noProgress: Progress = { sent: 0, ended: 0, inFlight: 0, cold: 0, errors: 0, dropped: 0 }

/** The progress of several shares together. */
export function addProgress(a: Progress, b: Progress): Progress {
  return {
    sent: a.sent + b.sent,
    ended: a.ended + b.ended,
    inFlight: a.inFlight + b.inFlight,
    cold: a.cold + b.cold,
    errors: a.errors + b.errors,
    dropped: a.dropped + b.dropped,
  }
}
