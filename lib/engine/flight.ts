import { defined } from '../model/defined.ts'
import type { Sent } from '../model/observation.ts'
import type { Micros } from '../model/time.ts'
import type { Prepared } from '../targets/target.ts'
import type { Gun } from './gun.ts'
import type { LogKeeper } from './log-keeper.ts'

/** The invocations of a share that are on their way: counts them, and records each when it ends. */
export class Flight {
  inFlight = 0
  peak = 0
  sent = 0
  readonly #logs: LogKeeper
  #drained: (() => void) | undefined

  constructor(logs: LogKeeper) {
    this.#logs = logs
  }

  /** Fires and resolves when the invocation has ended and is recorded. */
  async launch(gun: Gun, prepared: Prepared, planned: { seq: number; scheduledAt: Micros }): Promise<void> {
    this.inFlight += 1
    this.sent += 1
    this.peak = Math.max(this.peak, this.inFlight)
    const bytesOut = gun.body(planned.seq).length
    const { log, ...reply } = await prepared.fire(gun.timeout, gun.abort)
    const place = { phase: gun.phase, share: gun.share.index }
    const keptLog = this.#logs.keep(reply.outcome, log)
    gun.record(defined({ ...planned, ...place, ...reply, bytesOut, log: keptLog }) satisfies Sent)
    this.inFlight -= 1
    if (this.inFlight === 0) this.#drained?.()
  }

  /** Resolves when nothing is in flight. */
  async drained(): Promise<void> {
    if (this.inFlight === 0) return
    await new Promise<void>((resolve) => {
      this.#drained = resolve
    })
  }
}
