import { workerData } from 'node:worker_threads'
import { stepOf } from './lateness.ts'
import type { MeterMemory } from './noise-meter.ts'
import { createQueueWait } from './queue-wait.ts'

// Sleeps, wakes every 2 ms by an absolute schedule, and counts how late it woke. A thread that was held up for
// 50 ms missed 25 instants and counts all of them: so a share of the counts is a share of the time. One that mostly
// sleeps is given a core before others, so every 20 ms it also counts how long the others waited for theirs.

const period = 2_000
const window = 20_000

const { stop, wakeUps, queues, processes } = workerData as MeterMemory
const now = (): number => Number(process.hrtime.bigint()) / 1_000
const queueWait = createQueueWait(() => [process.pid, ...Array.from(processes).filter((pid) => pid > 0)])

let due = now() + period
let windowEnds = now() + window
queueWait.look()
while (Atomics.load(stop, 0) === 0) {
  const left = due - now()
  // It ends early when the selftest ends; nothing else wakes it.
  if (left > 0) Atomics.wait(stop, 0, 0, left / 1_000)
  const at = now()
  for (; due <= at; due += period) Atomics.add(wakeUps, stepOf(at - due), 1)
  if (at < windowEnds) continue
  countWindows(queueWait.look())
  for (; windowEnds <= at; windowEnds += window);
}

/** A wait is booked when it ends, so one that was longer than a window was there in the windows before, too. */
function countWindows(waited: number): void {
  for (let rest = waited; rest === waited || rest > 0; rest -= window) Atomics.add(queues, stepOf(rest), 1)
}
