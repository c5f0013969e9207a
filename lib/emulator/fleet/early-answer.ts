import type { Answer } from '../environment/invocation.ts'

/** The answer of a function that is still at work, for a caller who doesn't want its log. */
export interface EarlyAnswer {
  /** Never settles when nothing was offered, or the offer was withdrawn in time. */
  readonly given: Promise<Answer>
  offer(this: void, answer: Answer): void
  withdraw(this: void): void
}

/**
 * Gives the answer a little later than the function does: its environment asks for more work some tenths of
 * a ms after that, and no caller on a real network is back sooner and finds it busy.
 */
export function earlyAnswer(): EarlyAnswer {
  let give: (answer: Answer) => void = () => undefined
  let timer: NodeJS.Timeout | undefined
  return {
    given: new Promise((resolve) => {
      give = resolve
    }),
    offer(answer) {
      timer = setTimeout(() => give(answer), PATIENCE_MS)
    },
    withdraw() {
      clearTimeout(timer)
    },
  }
}

const PATIENCE_MS = 5
