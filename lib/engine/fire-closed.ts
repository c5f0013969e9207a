import { setMaxListeners } from 'node:events'
import type { ClosedWorkload } from '../model/arrival.ts'
import { micros } from '../model/time.ts'
import type { Flight } from './flight.ts'
import type { Gun } from './gun.ts'

/**
 * Keeps `concurrency` invocations in flight: each loop sends when its last one has ended and its think time
 * has passed. There is no schedule to be late for, so the planned instant is the moment the request is ready.
 */
export async function fireClosed(work: ClosedWorkload, gun: Gun, flight: Flight): Promise<void> {
  const startAt = await gun.start()
  await gun.clock.until(startAt, gun.drain)
  const endAt = work.duration === undefined ? Infinity : startAt + work.duration
  const allIssued = new AbortController()
  const noMore = AbortSignal.any([gun.drain, allIssued.signal])
  // Every loop that thinks listens to it.
  setMaxListeners(0, noMore)
  let issued = 0
  if (work.requests === 0) return
  const over = (): boolean => gun.drain.aborted || gun.clock.now() >= endAt
  const loop = async (): Promise<void> => {
    while (!noMore.aborted && !over()) {
      const seq = gun.share.index + issued * gun.share.of
      issued += 1
      if (issued === work.requests) allIssued.abort()
      const body = gun.body(seq)
      const preparing = gun.target.prepare(body)
      const prepared = preparing instanceof Promise ? await preparing : preparing
      if (over()) return prepared.discard()
      const scheduledAt = gun.clock.now()
      gun.room.squeezeIn()
      const { kind } = await flight.launch(
        gun,
        { arrival: { seq, at: scheduledAt }, bytes: body.length, prepared },
        scheduledAt,
      )
      // What can't even be written fails at once: loops of that alone would let nothing else of the thread go on.
      if (kind === 'transport-error') await gun.clock.breathe()
      // Thinking leads to a request: where there will be none it would only hold up the end.
      if (work.thinkTime > 0)
        await gun.clock.until(micros(Math.min(gun.clock.now() + work.thinkTime, endAt)), noMore)
    }
  }
  await Promise.all(Array.from({ length: work.concurrency }, loop))
}
