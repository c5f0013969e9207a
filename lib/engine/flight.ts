import { lateAfter } from '../model/health.ts'
import type { Sent } from '../model/observation.ts'
import type { Micros } from '../model/time.ts'
import type { Reply } from '../targets/target.ts'
import type { Gun } from './gun.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { Round } from './magazine.ts'

/** The invocations of a share that are on their way: counts them, and records each when it ends. */
export class Flight {
  inFlight = 0
  sent = 0
  /** Sends more than `lateAfter` behind their planned instant. */
  late = 0
  /** Invocations that waited for their connection. */
  waited = 0
  readonly #logs: LogKeeper
  #drained: (() => void) | undefined

  constructor(logs: LogKeeper) {
    this.#logs = logs
  }

  /** Fires what has its place in the room; resolves to its outcome when it has ended, is recorded and has left. */
  async launch(gun: Gun, round: Round, scheduledAt: Micros): Promise<Sent['outcome']> {
    this.inFlight += 1
    this.sent += 1
    const reply = await round.prepared.fire(gun.timeout, gun.abort)
    if (reply.sentAt - scheduledAt > lateAfter) this.late += 1
    if (reply.connectionSetup !== undefined) this.waited += 1
    gun.record(this.#observe(gun, round, scheduledAt, reply))
    gun.room.leave()
    this.inFlight -= 1
    if (this.inFlight === 0) this.#drained?.()
    return reply.outcome
  }

  /** Resolves when nothing is in flight. */
  async drained(): Promise<void> {
    if (this.inFlight === 0) return
    await new Promise<void>((resolve) => {
      this.#drained = resolve
    })
  }

  /** Field by field, as it runs for every invocation: copies and spreads would cost more than the rest. */
  #observe(gun: Gun, { arrival, bytes }: Round, scheduledAt: Micros, reply: Reply): Sent {
    const sent: { -readonly [K in keyof Sent]: Sent[K] } = {
      seq: arrival.seq,
      phase: gun.phase,
      share: gun.share.index,
      scheduledAt,
      sentAt: reply.sentAt,
      endedAt: reply.endedAt,
      outcome: reply.outcome,
      markers: reply.markers,
      bytesOut: bytes,
      bytesIn: reply.bytesIn,
    }
    if (reply.connectionSetup !== undefined) sent.connectionSetup = reply.connectionSetup
    if (reply.firstByteAt !== undefined) sent.firstByteAt = reply.firstByteAt
    const log = this.#logs.keep(reply.outcome, reply.log)
    if (log !== undefined) sent.log = log
    return sent
  }
}
