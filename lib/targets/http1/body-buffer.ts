import { bodyTooLarge, largestBody } from './body-framing.ts'

/** Collects a body of unknown size: it grows with what came, not with what was promised, nor with the number of pieces. */
export class BodyBuffer {
  #bytes: Buffer
  #size = 0

  /** `expected` is a hint. */
  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(Math.min(expected, largestFirst))
  }

  get size(): number {
    return this.#size
  }

  /** Copies `source[from..to)`. Throws Refusal beyond 16 MB. */
  append(source: Uint8Array, from: number, to: number): void {
    const size = this.#size + to - from
    if (size > largestBody) throw bodyTooLarge()
    if (size > this.#bytes.length) this.#grow(size)
    this.#bytes.set(from === 0 && to === source.length ? source : source.subarray(from, to), this.#size)
    this.#size = size
  }

  take(): Uint8Array {
    return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#size)
  }

  #grow(size: number): void {
    const grown = Buffer.allocUnsafe(Math.max(size, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}

const largestFirst = 64 * 1024
