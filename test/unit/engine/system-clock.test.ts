import { describe, expect, it } from 'vitest'
import { createSystemClock } from '../../../lib/engine/system-clock.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'

const anHour = fromSeconds(3_600)
const forever = new AbortController().signal

describe.each([
  ['with timers alone', false],
  ['with polling', true],
])('the system clock %s', (_, poll) => {
  const clock = () => createSystemClock(process.hrtime.bigint(), poll)

  it('counts whole µs from its origin, and never backwards', () => {
    const hourAgo = process.hrtime.bigint() - 3_600_000_000_000n
    const old = createSystemClock(hourAgo, poll)
    const [first, second] = [old.now(), old.now()]
    expect(first).toBeGreaterThanOrEqual(anHour)
    expect(second).toBeGreaterThanOrEqual(first)
    expect(Number.isInteger(first)).toBe(true)
  })

  it('does not wait for a time that has passed', async () => {
    await clock().until(micros(-1), forever)
    await clock().until(micros(0), forever)
  })

  it('does not end a wait before its time', async () => {
    const running = clock()
    const time = micros(running.now() + fromMillis(3))
    await running.until(time, forever)
    expect(running.now()).toBeGreaterThanOrEqual(time)
  })

  it('does not wait when it was aborted before', async () => {
    await clock().until(anHour, AbortSignal.abort())
  })

  it('ends a wait when it is aborted, also one longer than a timer can be', async () => {
    const abort = new AbortController()
    const waits = [clock().until(anHour, abort.signal), clock().until(micros(1e15), abort.signal)]
    setImmediate(() => abort.abort())
    await Promise.all(waits)
  })

  it('lets other work of the thread go on while it breathes', async () => {
    let went = false
    setImmediate(() => {
      went = true
    })
    await clock().breathe()
    expect(went).toBe(true)
  })
})

describe('the time that a clock says it polled', () => {
  it('is what it waited, where there was nothing else to do', async () => {
    const running = createSystemClock(process.hrtime.bigint(), true)
    const from = running.now()
    await running.until(micros(from + fromMillis(1)), forever)
    const waited = running.now() - from
    expect(running.polled()).toBeGreaterThan(0)
    expect(running.polled()).toBeLessThanOrEqual(waited)
  })

  it('leaves out the work that was done meanwhile', async () => {
    const running = createSystemClock(process.hrtime.bigint(), true)
    // So that it knows how long an empty turn takes.
    await running.until(micros(running.now() + fromMillis(1)), forever)
    const before = running.polled()
    setImmediate(() => {
      const end = running.now() + 20_000
      while (running.now() < end);
    })
    await running.until(micros(running.now() + fromMillis(1)), forever)
    expect(running.polled() - before).toBeLessThan(20_000)
  })

  it('is none with timers alone', async () => {
    const running = createSystemClock(process.hrtime.bigint(), false)
    await running.until(micros(running.now() + fromMillis(2)), forever)
    expect(running.polled()).toBe(0)
  })
})
