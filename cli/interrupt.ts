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

export function listenForInterrupt(
  context: Pick<Context, 'onSignal'>,
  say: (line: string) => void,
): Interrupt {
  const drain = new AbortController()
  const abort = new AbortController()
  let first: NodeJS.Signals | undefined
  const release = context.onSignal((signal) => {
    if (first === undefined) {
      first = signal
      say('Stopping: waiting for what is in flight. Press Ctrl-C again to give it up.')
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
