import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  type AttemptOutcome,
  createEventQueue,
  type QueuedEvent,
} from '../../lib/emulator/events/event-queue.ts'

interface Running {
  readonly event: QueuedEvent<number>
  readonly endsAt: number
  readonly outcome: AttemptOutcome
}

const outcome = fc.constantFrom<AttemptOutcome>('success', 'function-error', 'refused')
const arrivals = fc.array(fc.nat(300_000), { minLength: 1, maxLength: 30 })
const policy = fc.record({
  retryAttempts: fc.integer({ min: 0, max: 2 }),
  retryMs: fc.constantFrom([60_000, 120_000], [50, 100], [0]),
  maxAgeMs: fc.integer({ min: 60_000, max: 600_000 }),
})

/** Runs a queue to its end in virtual time, as a driver with an exact timer would. */
function drive(
  times: readonly number[],
  rules: { retryAttempts: number; retryMs: readonly number[]; maxAgeMs: number },
  draw: () => { outcome: AttemptOutcome; ms: number },
) {
  const queue = createEventQueue<number>(() => rules)
  const coming = times.map((at, item) => ({ at, item })).sort((a, b) => a.at - b.at || a.item - b.item)
  let running: Running[] = []
  const starts = new Map<number, number[]>()
  const ends = new Map<number, string[]>()
  const failures = new Map<number, number[]>()
  const note = <T>(map: Map<number, T[]>, item: number, value: T) =>
    map.set(item, [...(map.get(item) ?? []), value])
  let now = 0
  for (let steps = 0; ; steps += 1) {
    if (steps > 20_000) throw new Error('it never ends')
    while (coming[0] !== undefined && coming[0].at <= now) {
      const next = coming.shift()
      if (next !== undefined) queue.offer(next.item, now)
    }
    for (const done of running.filter(({ endsAt }) => endsAt <= now)) {
      if (done.outcome === 'function-error') note(failures, done.event.item, now)
      const settled = queue.settle(done.event, done.outcome, now)
      if (settled !== 'again') note(ends, done.event.item, settled)
    }
    running = running.filter(({ endsAt }) => endsAt > now)
    for (let taken = queue.take(now); taken !== undefined; taken = queue.take(now)) {
      const { event, kind } = taken
      if (kind === 'expired') {
        expect(now - event.enqueuedAt).toBeGreaterThanOrEqual(rules.maxAgeMs)
        note(ends, event.item, 'expired')
      } else {
        expect(now - event.enqueuedAt).toBeLessThan(rules.maxAgeMs)
        expect(running.some((other) => other.event.item === event.item)).toBe(false)
        note(starts, event.item, now)
        const { outcome, ms } = draw()
        running.push({ event, outcome, endsAt: now + ms })
      }
    }
    const next = [queue.nextAt(now), coming[0]?.at, ...running.map(({ endsAt }) => endsAt)]
    const times = next.filter((time) => time !== undefined)
    if (times.length === 0) return { queue, starts, ends, failures }
    // A time that is over would be a driver that never rests.
    expect(Math.min(...times)).toBeGreaterThan(now)
    now = Math.min(...times)
  }
}

test('every event ends exactly once, by its rules, and nothing is left', () => {
  fc.assert(
    fc.property(arrivals, policy, fc.infiniteStream(outcome), (times, rules, outcomes) => {
      const { queue, starts, ends, failures } = drive(times, rules, () => ({
        outcome: outcomes.next().value ?? 'success',
        ms: 7,
      }))
      expect(queue.size).toBe(0)
      for (const item of times.keys()) {
        expect(ends.get(item)).toHaveLength(1)
        const failed = failures.get(item) ?? []
        expect(failed.length).toBeLessThanOrEqual(rules.retryAttempts + 1)
        const [end] = ends.get(item) ?? []
        if (end === 'exhausted') expect(failed).toHaveLength(rules.retryAttempts + 1)
        // After each failure the function is left alone for the set pause.
        for (const [index, at] of failed.entries()) {
          const next = (starts.get(item) ?? []).find((start) => start >= at)
          const pause = rules.retryMs[index] ?? rules.retryMs.at(-1) ?? 0
          if (next !== undefined && index < rules.retryAttempts)
            expect(next - at).toBeGreaterThanOrEqual(pause)
        }
      }
    }),
  )
})
