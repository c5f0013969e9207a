import type { Context } from './context.ts'

/** Ctrl-C in two steps: the first drains, the second stops at once. */
export interface Interrupt {
  readonly drain: AbortSignal
  readonly abort: AbortSignal
  /** The first signal that came. */
  readonly signal: NodeJS.Signals | undefined
  /** From here on signals end the process as they do by default. */
  release(): void
}

/** What is said to the first signal, the second, and every further one; absent: nothing. */
export interface InterruptWords {
  readonly first: string
  readonly second?: string
  readonly further?: string
}

const usual: InterruptWords = {
  first: 'Stopping: waiting for what is in flight. Press Ctrl-C again to give it up.',
}

export function listenForInterrupt(
  context: Pick<Context, 'onSignal'>,
  say: (line: string) => void,
  words: InterruptWords = usual,
): Interrupt {
  const drain = new AbortController()
  const abort = new AbortController()
  let first: NodeJS.Signals | undefined
  const release = context.onSignal((signal) => {
    const said = abort.signal.aborted ? words.further : first === undefined ? words.first : words.second
    if (said !== undefined) say(said)
    if (first === undefined) {
      first = signal
      drain.abort()
    } else {
      abort.abort()
    }
  })
  return {
    drain: drain.signal,
    abort: abort.signal,
    get signal() {
      return first
    },
    release,
  }
}
