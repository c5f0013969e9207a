/** What an environment did in some time, seconds. */
export interface Spell {
  readonly busy: number
  /** Processor time used. */
  readonly used: number
  /** Could have run, was allowed to, and had no core. */
  readonly waited: number
  /** Held back for its share. */
  readonly heldBack: number
}

/** The same as what it wanted and what it was due. */
export interface Due {
  readonly wanted: number
  readonly due: number
  readonly waited: number
}

/**
 * A function that waits for a timer or a socket is not short of anything. It wanted the processor while it
 * used it, waited for a core, or was held back; its share is due for that time, as far as its threads could
 * have used it.
 */
export function dueOf({ busy, used, waited, heldBack }: Spell, share: number): Due {
  const demand = used + waited + heldBack
  const wanted = Math.min(busy, demand)
  return { wanted, due: Math.min(share * wanted, demand), waited: Math.min(waited, wanted) }
}

/** Of all environments, in a span of time. */
export interface HostLoad {
  readonly due: number
  readonly used: number
  readonly waited: number
  readonly span: number
  readonly cores: number
}

/**
 * Whether the host, and not the share, has decided how fast functions ran: they were due more than there is,
 * or got over 10 % less than they were due and waited for a core as long as half of what they lost. 10 % is
 * how exact Durations are said to be.
 */
export function isSaturated({ due, used, waited, span, cores }: HostLoad): boolean {
  if (due > cores * span) return true
  const lost = due - used
  return due >= LEAST_DUE && lost > 0.1 * due && waited >= lost / 2
}

// Less is within the 10 ms steps of the readings.
const LEAST_DUE = 0.05
