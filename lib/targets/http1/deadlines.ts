import { longestTimer, type Micros, micros } from '../../model/time.ts'

/** Something that ends at a deadline unless it is removed before. The links belong to `Deadlines`. */
export interface Timed {
  deadline: Micros
  queue: Queue | undefined
  previous: Timed | undefined
  next: Timed | undefined
}

/** Those of one timeout: in the order they were added they are also in the order they end. */
interface Queue {
  readonly timeout: Micros
  first: Timed | undefined
  last: Timed | undefined
  timer: NodeJS.Timeout | undefined
}

/**
 * Ends what has passed its deadline, never early. One timer for all that have the same timeout, and nothing to
 * be cancelled when they end before: a timer each costs more than reading their answers.
 */
export class Deadlines<T extends Timed> {
  readonly #now: () => Micros
  readonly #expire: (timed: T) => void
  readonly #queues = new Map<Micros, Queue>()
  #latest: Queue | undefined

  constructor(now: () => Micros, expire: (timed: T) => void) {
    this.#now = now
    this.#expire = expire
  }

  /** `start` must not go backwards from one call to the next. */
  add(timed: T, start: Micros, timeout: Micros): void {
    const queue = this.#latest?.timeout === timeout ? this.#latest : this.#queueOf(timeout)
    timed.deadline = micros(start + timeout)
    timed.queue = queue
    timed.previous = queue.last
    if (queue.last) queue.last.next = timed
    else queue.first = timed
    queue.last = timed
    queue.timer ??= this.#arm(queue)
  }

  /** Does nothing for what is not in. */
  remove(timed: T): void {
    const { queue, previous, next } = timed
    if (!queue) return
    if (previous) previous.next = next
    else queue.first = next
    if (next) next.previous = previous
    else queue.last = previous
    timed.queue = timed.previous = timed.next = undefined
  }

  /** All that are in, in no order. */
  *[Symbol.iterator](): Generator<T> {
    for (const queue of this.#queues.values()) {
      for (let timed = queue.first, next: Timed | undefined; timed; timed = next) {
        next = timed.next
        yield timed as T
      }
    }
  }

  close(): void {
    for (const queue of this.#queues.values()) clearTimeout(queue.timer)
    this.#queues.clear()
    this.#latest = undefined
  }

  #queueOf(timeout: Micros): Queue {
    const queue = this.#queues.get(timeout) ?? {
      timeout,
      first: undefined,
      last: undefined,
      timer: undefined,
    }
    this.#queues.set(timeout, queue)
    return (this.#latest = queue)
  }

  #arm(queue: Queue): NodeJS.Timeout | undefined {
    if (!queue.first) return undefined
    const left = Math.ceil((queue.first.deadline - this.#now()) / 1_000)
    const timer = setTimeout(() => this.#onTimer(queue), Math.min(Math.max(1, left), longestTimer))
    // Sockets keep the process alive, not what they are given up by.
    return timer.unref()
  }

  #onTimer(queue: Queue): void {
    const now = this.#now()
    while (queue.first && queue.first.deadline <= now) {
      const timed = queue.first as T
      this.remove(timed)
      this.#expire(timed)
    }
    queue.timer = this.#arm(queue)
    if (queue.timer) return
    this.#queues.delete(queue.timeout)
    if (this.#latest === queue) this.#latest = undefined
  }
}
