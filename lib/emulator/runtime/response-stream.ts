import { Writable } from 'node:stream'
import { callbackify } from 'node:util'

import type { StreamedRequest } from './http-connection.ts'

/** Begins the request once it is known what it carries. */
export type Open = (contentType: string) => StreamedRequest

type Trailers = Readonly<Record<string, string>>

type Done = (error?: Error | null) => void

/** What a streaming handler writes its answer to. */
export class ResponseStream extends Writable {
  readonly #open: Open
  #contentType = 'application/octet-stream'
  #prelude: Buffer | undefined
  #begun = false
  #request: StreamedRequest | undefined
  #trailers: Trailers = {}
  #finished: Promise<unknown> | undefined

  constructor(open: Open, highWaterMark?: number) {
    super(highWaterMark === undefined ? {} : { highWaterMark })
    this.#open = open
  }

  setContentType(contentType: string): void {
    if (this.#begun) throw new Error('Cannot set content-type, too late.')
    this.#contentType = contentType
  }

  /** Goes out in front of the first write; as on Lambda, an end without any write does not send it. */
  setPrelude(prelude: Buffer): void {
    this.#prelude = prelude
  }

  /** As on Lambda, what is neither text nor bytes is written as JSON. */
  override write(chunk: unknown, encoding?: BufferEncoding | Done, done?: Done): boolean {
    if (!this.#begun && this.#prelude !== undefined) super.write(this.#prelude)
    this.#begun = true
    const data = typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk)
    if (typeof encoding === 'function') return super.write(data, encoding)
    return encoding === undefined ? super.write(data, done) : super.write(data, encoding, done)
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.#begin().write(chunk, callback)
  }

  override _final(callback: (error?: Error | null) => void): void {
    callbackify(() => this.#finish())(callback)
  }

  /** Ends the answer with an error behind what was written, unless its end has been written before. */
  async fail(trailers: Trailers): Promise<void> {
    const cutOff = this.destroyed && this.#finished === undefined
    if (!this.writableEnded || cutOff) this.#trailers = trailers
    if (!this.destroyed) {
      const closed = new Promise((resolve) => this.once('close', resolve))
      this.end()
      await closed
    }
    await this.#finish()
  }

  #finish(): Promise<unknown> {
    this.#finished ??= this.#begin().end(this.#trailers)
    return this.#finished
  }

  #begin(): StreamedRequest {
    this.#begun = true
    this.#request ??= this.#open(this.#contentType)
    return this.#request
  }
}
