import { expect, test } from 'vitest'

import {
  createEventQueue,
  type EventPolicy,
  type EventQueue,
  type QueuedEvent,
} from '../../../../lib/emulator/events/event-queue.ts'

const asOnLambda: EventPolicy = { retryAttempts: 2, retryMs: [60_000, 120_000], maxAgeMs: 21_600_000 }

function queueOf(policy: Partial<EventPolicy> = {}): EventQueue<string> {
  return createEventQueue<string>(() => ({ ...asOnLambda, ...policy }))
}

function attempt(queue: EventQueue<string>, now: number): QueuedEvent<string> {
  const taken = queue.take(now)
  if (taken?.kind !== 'attempt') throw new Error(`no attempt at ${now}: ${JSON.stringify(taken)}`)
  return taken.event
}

test('an event is run at once, and is gone when it succeeds', () => {
  const queue = queueOf()
  queue.offer('a', 0)
  expect(queue.settle(attempt(queue, 0), 'success', 5)).toBe('done')
  expect(queue.size).toBe(0)
  expect(queue.nextAt(5)).toBeUndefined()
})

test('events run in the order in which they came', () => {
  const queue = queueOf()
  for (const name of ['a', 'b', 'c']) queue.offer(name, 0)
  expect([0, 0, 0].map((now) => attempt(queue, now).item)).toEqual(['a', 'b', 'c'])
  expect(queue.take(0)).toBeUndefined()
})

test('a function that fails is run again after one minute and after two more, then the event is given up', () => {
  const queue = queueOf()
  queue.offer('a', 0)
  expect(queue.settle(attempt(queue, 0), 'function-error', 1_000)).toBe('again')
  expect(queue.nextAt(1_000)).toBe(61_000)
  expect(queue.take(60_999)).toBeUndefined()
  expect(queue.settle(attempt(queue, 61_000), 'function-error', 62_000)).toBe('again')
  expect(queue.nextAt(62_000)).toBe(182_000)
  expect(queue.settle(attempt(queue, 182_000), 'function-error', 183_000)).toBe('exhausted')
  expect(queue.size).toBe(0)
})

test.each([
  [0, 1],
  [1, 2],
  [2, 3],
])('with %i retries the function runs %i times', (retryAttempts, runs) => {
  const queue = queueOf({ retryAttempts, retryMs: [10, 10] })
  queue.offer('a', 0)
  let settled = 'again'
  let count = 0
  for (; settled === 'again'; count += 1) {
    settled = queue.settle(attempt(queue, count * 10), 'function-error', count * 10)
  }
  expect([settled, count]).toEqual(['exhausted', runs])
})

test('what is refused is tried again after 1 s, then twice as long each time, up to 5 min, for 6 hours', () => {
  const queue = queueOf()
  queue.offer('a', 0)
  const waits: number[] = []
  let now = 0
  for (;;) {
    const taken = queue.take(now)
    if (taken?.kind === 'expired') break
    if (taken === undefined) throw new Error('nothing to take')
    queue.settle(taken.event, 'refused', now)
    const next = queue.nextAt(now) ?? NaN
    waits.push((next - now) / 1_000)
    now = next
  }
  expect(waits.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  expect(now).toBe(21_600_000)
  expect(queue.size).toBe(0)
})

test('refusals do not use up the retries of the function', () => {
  const queue = queueOf({ retryAttempts: 0 })
  queue.offer('a', 0)
  expect(queue.settle(attempt(queue, 0), 'refused', 0)).toBe('again')
  expect(queue.settle(attempt(queue, 1_000), 'function-error', 1_500)).toBe('exhausted')
})

test('an event that becomes too old between two attempts is found so at that moment', () => {
  const queue = queueOf({ maxAgeMs: 60_000 })
  queue.offer('a', 0)
  queue.settle(attempt(queue, 0), 'function-error', 1_000)
  expect(queue.nextAt(1_000)).toBe(60_000)
  expect(queue.take(60_000)).toMatchObject({ kind: 'expired', event: { item: 'a', failures: 1 } })
})

test('a change of the settings holds for events that wait already', () => {
  let policy = asOnLambda
  const queue = createEventQueue<string>(() => policy)
  queue.offer('a', 0)
  policy = { ...asOnLambda, retryAttempts: 0 }
  expect(queue.settle(attempt(queue, 0), 'function-error', 1)).toBe('exhausted')
})

test('while some are refused only as many run as the function takes', () => {
  const queue = queueOf()
  for (let i = 0; i < 200; i += 1) queue.offer(String(i), 0)
  const running = Array.from({ length: 100 }, () => attempt(queue, 0))
  // A hundred at first, and no more until some of them have ended.
  expect(queue.take(0)).toBeUndefined()
  expect(queue.nextAt(0)).toBe(21_600_000)
  // The function takes 4.
  for (const event of running.slice(4)) queue.settle(event, 'refused', 0)
  expect(queue.take(10)).toBeUndefined()
  expect(queue.settle(running[0]!, 'success', 10)).toBe('done')
  attempt(queue, 10)
  expect(queue.take(10)).toBeUndefined()
})

test('where nothing runs the queue itself pauses after a refusal, longer each time', () => {
  const queue = queueOf()
  for (const name of ['a', 'b', 'c']) queue.offer(name, 0)
  queue.settle(attempt(queue, 0), 'refused', 0)
  expect(queue.nextAt(0)).toBe(50)
  expect(queue.take(49)).toBeUndefined()
  queue.settle(attempt(queue, 50), 'refused', 50)
  expect(queue.nextAt(50)).toBe(150)
})
