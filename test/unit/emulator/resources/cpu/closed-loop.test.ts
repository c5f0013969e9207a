import { describe, expect, test } from 'vitest'

import { type Clock, createClosedLoop } from '../../../../../lib/emulator/resources/cpu/closed-loop.ts'

/** Time that passes only when told, with timers as late as Node's: at the next whole ms. */
function virtualTime() {
  let now = 0
  const due = new Map<object, { readonly at: number; readonly ring: () => void }>()
  const clock: Clock = {
    now: () => now,
    after(ms, then) {
      const key = {}
      due.set(key, { at: Math.floor(now) + Math.max(1, Math.ceil(ms)), ring: then })
      return () => due.delete(key)
    },
  }
  function runTo(end: number): void {
    for (;;) {
      const [first] = [...due].sort(([, a], [, b]) => a.at - b.at)
      if (first === undefined || first[1].at > end) break
      due.delete(first[0])
      now = first[1].at
      first[1].ring()
    }
    now = end
  }
  return { clock, runTo, timers: () => due.size }
}

/** A process group that uses so many cores whenever it is let. */
function worker(clock: Clock, cores: number) {
  let running = true
  let since = clock.now()
  let used = 0
  const settle = (): void => {
    if (running) used += (clock.now() - since) * cores
    since = clock.now()
  }
  return {
    usage: () => (settle(), { usedMs: used, waitedMs: 0 }),
    stop: () => (settle(), (running = false)),
    go: () => (settle(), (running = true)),
    isRunning: () => running,
  }
}

describe.each([128, 256, 512, 1_024])('at %i MB', (memoryMb) => {
  const share = memoryMb / 1_769

  test.each([1, 2])('a group with %i busy threads gets its share within a point', (threads) => {
    const time = virtualTime()
    const target = worker(time.clock, threads)
    createClosedLoop(time.clock)(target, share).hold()
    time.runTo(4_000)
    expect(Math.abs(target.usage().usedMs / 4_000 - share)).toBeLessThan(0.01)
  })

  test('twelve busy groups get their shares too', () => {
    const time = virtualTime()
    const throttle = createClosedLoop(time.clock)
    const targets = Array.from({ length: 12 }, () => worker(time.clock, 1))
    for (const target of targets) throttle(target, share).hold()
    time.runTo(4_000)
    for (const target of targets) expect(Math.abs(target.usage().usedMs / 4_000 - share)).toBeLessThan(0.01)
  })
})

test('a group that has to wait for a core keeps what it is due', () => {
  const time = virtualTime()
  const target = worker(time.clock, 0.4)
  // It could have run all the time, and has a core in four of ten ms.
  const crowded = {
    ...target,
    usage: () => {
      const { usedMs } = target.usage()
      return { usedMs, waitedMs: usedMs * 1.5 }
    },
  }
  createClosedLoop(time.clock)(crowded, 0.3).hold()
  time.runTo(4_000)
  expect(Math.abs(target.usage().usedMs / 4_000 - 0.3)).toBeLessThan(0.01)
})

test('a group that waits is never stopped', () => {
  const time = virtualTime()
  const target = worker(time.clock, 0)
  let stops = 0
  const counted = { ...target, stop: () => (stops += 1) }
  createClosedLoop(time.clock)(counted, 0.07).hold()
  time.runTo(1_000)
  expect(stops).toBe(0)
})

test('time held back is told, also while it lasts', () => {
  const time = virtualTime()
  const target = worker(time.clock, 1)
  const throttle = createClosedLoop(time.clock)(target, 0.1)
  throttle.hold()
  time.runTo(1_000)
  expect(throttle.heldBackMs() + target.usage().usedMs).toBeCloseTo(1_000, 6)
})

test('who has answered goes on, and pays for it when it is held again', () => {
  const time = virtualTime()
  const target = worker(time.clock, 1)
  const throttle = createClosedLoop(time.clock)(target, 0.1)
  throttle.hold()
  time.runTo(10)
  expect(target.isRunning()).toBe(false)
  throttle.letFinish()
  expect(target.isRunning()).toBe(true)
  time.runTo(110)
  throttle.hold()
  // It has used 100 ms and more, and was paid 11: a second later it has still not enough.
  time.runTo(900)
  expect(target.isRunning()).toBe(false)
})

test('at rest nothing looks any more, and nothing is continued behind the back of who froze it', () => {
  const time = virtualTime()
  const target = worker(time.clock, 1)
  const throttle = createClosedLoop(time.clock)(target, 0.1)
  throttle.hold()
  time.runTo(10)
  throttle.rest()
  expect(time.timers()).toBe(0)
  time.runTo(5_000)
  expect(target.isRunning()).toBe(false)
})

test('a group that has ended is left alone', () => {
  const time = virtualTime()
  createClosedLoop(time.clock)({ usage: () => undefined, stop: fail, go: fail }, 0.1).hold()
  time.runTo(1_000)
  expect(time.timers()).toBe(0)
})

function fail(): never {
  throw new Error('it is gone')
}
