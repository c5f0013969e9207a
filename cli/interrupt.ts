import type { Context } from './context.ts'

/**
 * Ctrl-C in two steps: the first drains, the second stops at once. Who presses it again in the same haste, as they were
 * told they may, must not lose the report by it.
 */
export interface Interrupt {
  readonly drain: AbortSignal
  readonly abort: AbortSignal
  /** The first signal that came. */
  readonly signal: NodeJS.Signals | undefined
  /** From here on nothing is left to stop: however many signals come, `says` is said once, and the work goes on. */
  reporting(says: string): void
  /** From here on a signal says how to end the process, and the next one does: a reader may never read. */
  printing(): void
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

const endsPrinting = 'The report is being written. Press Ctrl-C again to end without it.'

export function listenForInterrupt(
  context: Pick<Context, 'onSignal'>,
  say: (line: string) => void,
  words: InterruptWords = usual,
): Interrupt {
  const drain = new AbortController()
  const abort = new AbortController()
  let first: NodeJS.Signals | undefined
  let hear: (isFirst: boolean) => void = stop
  const release = context.onSignal((signal) => {
    const isFirst = first === undefined
    first ??= signal
    hear(isFirst)
  })

  function stop(isFirst: boolean): void {
    const said = abort.signal.aborted ? words.further : isFirst ? words.first : words.second
    if (said !== undefined) say(said)
    if (isFirst) drain.abort()
    else abort.abort()
  }

  return {
    drain: drain.signal,
    abort: abort.signal,
    get signal() {
      return first
    },
    reporting(says) {
      let said = false
      hear = () => {
        if (!said) say(says)
        said = true
      }
    },
    printing() {
      hear = () => {
        say(endsPrinting)
        release()
      }
    },
    release,
  }
}
