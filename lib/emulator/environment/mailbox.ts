/** Keeps what was posted until it is taken, in order; one taker at a time. */
export interface Mailbox<T> {
  post(item: T): void
  take(): Promise<T>
}

export function createMailbox<T>(): Mailbox<T> {
  const kept: T[] = []
  let taker: ((item: T) => void) | undefined
  return {
    post(item) {
      if (taker === undefined) {
        kept.push(item)
        return
      }
      const give = taker
      taker = undefined
      give(item)
    },
    take() {
      return new Promise((resolve) => {
        if (kept.length > 0) resolve(kept.shift() as T)
        else taker = resolve
      })
    },
  }
}
