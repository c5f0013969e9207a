/** Work to be done at instants of a clock, in order of time. */
export interface Agenda {
  add(at: number, work: () => void): void
  clear(): void
}

/** Node's timers may be this late, so the last stretch before an instant is polled. µs. */
const timerSlack = 2_000

/** `now` in µs. Exact to a few dozen µs where the machine gives the process a core. */
export function createAgenda(now: () => number): Agenda {
  let entries: Entry[] = []
  let timer: NodeJS.Timeout | undefined
  let polling: NodeJS.Immediate | undefined

  function look(): void {
    timer = undefined
    polling = undefined
    while (entries[0] !== undefined && entries[0].at <= now()) entries.shift()?.work()
    wait()
  }

  function wait(): void {
    const next = entries[0]
    if (next === undefined || polling !== undefined) return
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    const left = next.at - now()
    if (left > timerSlack) timer = setTimeout(look, Math.floor((left - timerSlack) / 1_000) + 1)
    else polling = setImmediate(look)
  }

  return {
    add(at, work) {
      entries.splice(placeOf(entries, at), 0, { at, work })
      if (entries[0]?.at === at) wait()
    },
    clear() {
      entries = []
      clearTimeout(timer)
      clearImmediate(polling)
      timer = polling = undefined
    },
  }
}

interface Entry {
  readonly at: number
  readonly work: () => void
}

/** Behind all that are due at the same instant. */
function placeOf(entries: readonly Entry[], at: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.at ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low
}
