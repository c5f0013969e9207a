/** Holds one process group to its share of the processor. */
export interface Throttle {
  /** INIT is over, or an invocation begins. */
  hold(): void
  /**
   * It has answered: what it does until it asks for more work shall not be held up. Callers here are back
   * sooner than any on a real network and would find it busy.
   */
  letFinish(): void
  /** The group is about to be stopped until the next invocation, or has ended. */
  rest(): void
  /** How long the group was kept from running so far, ms. */
  heldBackMs(): number
  /** The kernel counts that time as waiting for a core too. */
  readonly countsAsWaiting: boolean
}

/** For a share that is all there is, or where there are no means. */
export const NO_THROTTLE: Throttle = {
  hold: () => undefined,
  letFinish: () => undefined,
  rest: () => undefined,
  heldBackMs: () => 0,
  countsAsWaiting: false,
}
