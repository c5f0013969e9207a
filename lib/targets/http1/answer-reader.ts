import {
  type AnswerHead,
  checkBeginning,
  checkLineEnds,
  type Headers,
  largestHead,
  parseHead,
} from './answer-head.ts'
import { BodyBuffer } from './body-buffer.ts'
import { type Framing, framingOf, isKeptAlive, keptAliveFor } from './body-framing.ts'
import { ChunkedBody } from './chunked-body.ts'
import { Refusal } from './refusal.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/**
 * Reads one answer after the other from the bytes of a connection, however they are cut. What it gives shares
 * no memory with what it was given, so that one buffer can serve the reads of all connections.
 */
export class AnswerReader {
  /** Whether there was more than the answer: then the connection is of no use any more. */
  surplus = false
  #pending: Buffer | undefined
  #interim = 0
  #head: AnswerHead | undefined
  #framing: Framing | undefined
  #body: BodyBuffer | ChunkedBody | undefined

  /** Takes the first `length` of `bytes`; gives the answer when it is complete. Throws Refusal. */
  read(bytes: Buffer, length: number): HttpAnswer | undefined {
    let at = 0
    while (this.#head === undefined) {
      const next = this.#readHead(bytes, at, length)
      if (next === undefined) return undefined
      at = next
    }
    const end = this.#readBody(bytes, at, length)
    if (end === undefined) return undefined
    this.surplus = end < length
    return this.#finish(this.#head)
  }

  /** The connection has ended: gives the answer that this completes. Throws Refusal when it completes none. */
  end(): HttpAnswer {
    if (this.#head === undefined) {
      const when = this.#pending ? 'in the middle of the head' : 'before an answer'
      throw new Refusal('ECONNRESET', `the connection was closed ${when}`)
    }
    if (this.#framing?.kind !== 'until-close') throw new Refusal('BODY_TRUNCATED', 'the answer broke off')
    return this.#finish(this.#head)
  }

  /** Whether the head of the last answer lets the connection live on. */
  keepsAlive = false
  /** For how many seconds the server keeps it, if it said so. */
  keptAliveFor: number | undefined

  /** Where the head ends in `bytes`; undefined when it does not yet. */
  #readHead(bytes: Buffer, from: number, to: number): number | undefined {
    const before = this.#pending?.length ?? 0
    const all = this.#pending ? Buffer.concat([this.#pending, bytes.subarray(0, to)]) : bytes
    const until = before + to
    const end = all.indexOf('\r\n\r\n', Math.max(from, before - 3), 'latin1')
    if (end === -1 || end + 4 > until) {
      checkPart(all, from, until, before)
      // A copy: the buffer is used for the next read, whosever that is.
      this.#pending = before === 0 ? Buffer.from(all.subarray(from, until)) : all
      return undefined
    }
    if (end - from > largestHead) throw tooLarge()
    this.#pending = undefined
    this.#take(parseHead(all.toString('latin1', from, end + 2)))
    return end + 4 - before
  }

  #take(head: AnswerHead): void {
    if (head.status === 101) {
      throw new Refusal('HTTP_UNEXPECTED_UPGRADE', 'the server switches protocols, unasked')
    }
    if (head.status >= 100 && head.status < 200) {
      if (++this.#interim > mostInterim) {
        throw new Refusal('HTTP_TOO_MANY_INTERIM', `more than ${mostInterim} interim answers`)
      }
      return
    }
    this.#head = head
    this.#framing = framingOf(head)
  }

  /** Where the body ends in `bytes`; undefined when it does not yet. */
  #readBody(bytes: Buffer, from: number, to: number): number | undefined {
    const framing = this.#framing
    if (framing?.kind === 'chunked') {
      this.#body ??= new ChunkedBody()
      return (this.#body as ChunkedBody).read(bytes, from, to)
    }
    const length = framing?.kind === 'length' ? framing.length : Infinity
    const body = (this.#body ??= new BodyBuffer(Math.min(length, to - from))) as BodyBuffer
    const end = Math.min(to, from + length - body.size)
    body.append(bytes, from, end)
    return body.size === length ? end : undefined
  }

  #finish(head: AnswerHead): HttpAnswer {
    this.keepsAlive = isKeptAlive(head) && this.#framing?.kind !== 'until-close'
    this.keptAliveFor = keptAliveFor(head.headers)
    const body = this.#body?.take() ?? new Uint8Array(0)
    this.#interim = 0
    this.#head = undefined
    this.#framing = undefined
    this.#body = undefined
    return { status: head.status, headers: head.headers, body }
  }
}

/** What is no head already must not be waited for any longer. `before`: how many bytes have been checked. */
function checkPart(bytes: Buffer, from: number, until: number, before: number): void {
  if (until - from > largestHead) throw tooLarge()
  if (before < 7) checkBeginning(bytes.toString('latin1', from, Math.min(until, from + 80)))
  checkLineEnds(bytes.toString('latin1', Math.max(from, before - 1), until), 'HTTP_BAD_HEADER')
}

const mostInterim = 16

const tooLarge = (): Refusal =>
  new Refusal('HTTP_HEAD_TOO_LARGE', `the head of the answer is larger than ${largestHead} bytes`)
