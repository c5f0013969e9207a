// The little of autocannon 9 that the bench uses; the package brings no types.
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'

  namespace autocannon {
    interface Options {
      readonly url: string
      readonly method: 'POST'
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly connections: number
      /** Seconds. */
      readonly duration: number
    }

    interface Result {
      readonly errors: number
      readonly non2xx: number
    }

    /** Emits `response` for each answer; resolves when it is stopped or its time is over. */
    interface Instance extends EventEmitter, Promise<Result> {
      stop(): void
    }
  }

  function autocannon(options: autocannon.Options): autocannon.Instance
  export = autocannon
}
