import { checkLineEnds, largestHead, parseFields } from './answer-head.ts'
import { BodyBuffer } from './body-buffer.ts'
import { bodyTooLarge, largestBody } from './body-framing.ts'
import { Refusal, refuse } from './refusal.ts'

/** Decodes the chunked coding (RFC 9112, 7.1), however its bytes are cut. Extensions and trailers are skipped. */
export class ChunkedBody {
  #state: State = 'size'
  /** Of the chunk, still to come. */
  #left = 0
  #digits = 0
  /** Bytes that are not the body's: they are bounded, so that one-byte chunks can't carry megabytes of extensions. */
  #skipped = 0
  #trailers = ''
  readonly #body = new BodyBuffer(1_024)

  /**
   * Takes `bytes[from..to)` up to the end of the body, and says where that is; undefined when it did not come
   * yet. Throws Refusal.
   */
  read(bytes: Buffer, from: number, to: number): number | undefined {
    let at = from
    while (at < to && this.#state !== 'end') {
      if (this.#state === 'data') at = this.#readData(bytes, at, to)
      else if (this.#state === 'trailers') at = this.#readTrailers(bytes, at, to)
      else this.#step(bytes[at++] ?? 0)
    }
    return this.#state === 'end' ? at : undefined
  }

  take(): Uint8Array {
    return this.#body.take()
  }

  #readData(bytes: Buffer, from: number, to: number): number {
    const end = Math.min(to, from + this.#left)
    this.#body.append(bytes, from, end)
    this.#left -= end - from
    if (this.#left === 0) this.#state = 'data-cr'
    return end
  }

  #step(byte: number): void {
    const state = this.#state
    if (state === 'size') this.#readSize(byte)
    else if (state === 'blank') this.#readBlank(byte)
    else if (state === 'extension') this.#readExtension(byte)
    else if (state === 'size-lf') {
      this.#expect(byte, '\n')
      this.#begin()
    } else if (state === 'data-cr') {
      this.#expect(byte, '\r')
      this.#state = 'data-lf'
    } else {
      this.#expect(byte, '\n')
      this.#state = 'size'
    }
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte)
    if (digit !== undefined) {
      if (++this.#digits > mostDigits)
        throw refuse('HTTP_BAD_CHUNK', `a chunk size of over ${mostDigits} digits`)
      this.#left = this.#left * 16 + digit
      return
    }
    if (this.#digits === 0) throw unexpected(byte, 'a chunk size')
    if (this.#left + this.#body.size > largestBody) throw bodyTooLarge()
    this.#digits = 0
    this.#readBlank(byte)
  }

  /** After a size: white space is allowed before an extension only. */
  #readBlank(byte: number): void {
    const character = String.fromCharCode(byte)
    if (character === '\r' && this.#state === 'size') this.#state = 'size-lf'
    else if (character === ';') this.#state = 'extension'
    else if (character === ' ' || character === '\t') this.#skip('blank')
    else throw unexpected(byte, 'the end of a chunk size')
  }

  #readExtension(byte: number): void {
    if (byte === 13) this.#state = 'size-lf'
    else if (byte === 10 || byte === 0) throw unexpected(byte, 'a chunk extension')
    else this.#skip('extension')
  }

  #skip(state: State): void {
    if (++this.#skipped > mostSkipped)
      throw refuse('HTTP_BAD_CHUNK', `over ${mostSkipped} bytes of extensions`)
    this.#state = state
  }

  #begin(): void {
    this.#state = this.#left === 0 ? 'trailers' : 'data'
  }

  #expect(byte: number, character: string): void {
    if (byte !== character.charCodeAt(0)) throw unexpected(byte, `${JSON.stringify(character)} of a chunk`)
  }

  #readTrailers(bytes: Buffer, from: number, to: number): number {
    // What came before is scanned again, but for this: trailers that come in small pieces are short.
    const before = this.#trailers
    const text = before + bytes.toString('latin1', from, Math.min(to, from + largestHead + 1))
    const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n', Math.max(0, before.length - 3)) + 2
    if (end > largestHead || (end === 1 && text.length > largestHead)) throw trailersTooLarge()
    if (end === 1) {
      // The line before was that of the last chunk.
      checkLineEnds(`\n${text}`, 'HTTP_BAD_TRAILER')
      this.#trailers = text
      return to
    }
    parseFields(text.slice(0, end), 0, 'HTTP_BAD_TRAILER')
    this.#state = 'end'
    return from + end + 2 - before.length
  }
}

type State = 'size' | 'blank' | 'extension' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'trailers' | 'end'

const mostDigits = 8
const mostSkipped = 16 * 1024

function hexDigit(byte: number): number | undefined {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : undefined
}

const unexpected = (byte: number, place: string): Refusal =>
  refuse('HTTP_BAD_CHUNK', `byte ${byte} in the place of ${place}`)

const trailersTooLarge = (): Refusal =>
  new Refusal('HTTP_HEAD_TOO_LARGE', `trailers of more than ${largestHead} bytes`)
