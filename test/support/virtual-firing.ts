import { setMaxListeners } from 'node:events'
import { fireShare } from '../../lib/engine/fire-share.ts'
import { Flight } from '../../lib/engine/flight.ts'
import { LogKeeper } from '../../lib/engine/log-keeper.ts'
import type { Share } from '../../lib/model/arrival.ts'
import { Room } from '../../lib/engine/room.ts'
import type { Observation, Sent } from '../../lib/model/observation.ts'
import { isSent } from '../../lib/model/observation.ts'
import type { Load, Plan } from '../../lib/model/plan.ts'
import { type Micros, micros } from '../../lib/model/time.ts'
import type { Target } from '../../lib/targets/target.ts'
import { type FakeBehaviour, FakeTarget } from './fake-target.ts'
import { planWith } from './stored-plan.ts'
import { VirtualClock } from './virtual-clock.ts'

export interface VirtualFiringOptions {
  readonly plan?: Partial<Plan>
  /** The loads of the plan's phases, in place of `plan.phases`. */
  readonly loads?: readonly Load[]
  readonly payloads?: readonly string[]
  readonly share?: Share
  readonly behaviour?: FakeBehaviour
  readonly target?: (clock: VirtualClock) => Target
  /** Phase → how long after it is ready it starts, µs. */
  readonly startsAfter?: (phase: number) => number
  readonly drain?: AbortSignal
  /** How many invocations all shares have in flight. */
  readonly inFlight?: SharedArrayBuffer
}

/** One share of a plan, fired at a fake target in virtual time. */
export class VirtualFiring {
  readonly clock = new VirtualClock()
  readonly target: FakeTarget
  readonly flight = new Flight(new LogKeeper())
  readonly room: Room
  readonly drain = new AbortController()
  readonly abort = new AbortController()
  readonly observations: Observation[] = []
  /** Phase → when its first arrivals were prepared, and when it started. */
  readonly starts: { readonly phase: number; readonly readyAt: Micros; readonly startAt: Micros }[] = []
  /** Ends when the share has been fired. */
  readonly ended: Promise<void>

  constructor(options: VirtualFiringOptions) {
    // Every invocation in flight listens on these, as in a firing thread.
    setMaxListeners(0, this.drain.signal, this.abort.signal)
    this.target = new FakeTarget(this.clock, options.behaviour)
    const loads = options.loads?.map((load, index) => ({ name: `phase ${index}`, discard: false, load }))
    const plan = planWith({ ...(loads && { phases: loads }), ...options.plan })
    this.room = new Room(plan.maxInFlight, options.inFlight)
    this.ended = fireShare({
      plan,
      payloads: options.payloads ?? ['{}'],
      share: options.share ?? { index: 0, of: 1 },
      clock: this.clock,
      target: options.target?.(this.clock) ?? this.target,
      flight: this.flight,
      room: this.room,
      record: (observation) => void this.observations.push(observation),
      startPhase: async (phase) => {
        const readyAt = this.clock.now()
        const startAt = micros(readyAt + (options.startsAfter?.(phase) ?? 0))
        this.starts.push({ phase, readyAt, startAt })
        return startAt
      },
      drain: options.drain ?? this.drain.signal,
      abort: this.abort.signal,
    })
    // Its failure is for whoever waits for the end.
    this.ended.catch(() => undefined)
  }

  get sent(): Sent[] {
    return this.observations.filter(isSent)
  }

  get droppedSeqs(): number[] {
    return this.observations.filter((observation) => !isSent(observation)).map(({ seq }) => seq)
  }

  /** Fires to the end and returns this, with everything recorded. */
  async toTheEnd(): Promise<this> {
    await this.clock.run(this.ended)
    return this
  }
}
