const quote = 34
const zero = 48
const backslash = 92
const firstPrintable = 32
const lastPrintable = 126

/** Beyond this, numbers are not worked on in 32 bits; a run of observations gets there after half an hour. */
const simple = 2 ** 31
const billion = 1_000_000_000

/** Room that literals and numbers of one line need at most, with all that may stand between two texts. */
const spare = 1_024

/** Gathers lines of ASCII and JSON as the bytes that will be written: no string is ever made of a line. */
export class LineBytes {
  #bytes: Buffer
  #length = 0

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafe(room + spare)
  }

  get length(): number {
    return this.#length
  }

  /** What was gathered, until something is added. */
  gathered(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  /** ASCII, a few dozen characters at most. */
  literal(text: string): void {
    this.#reserve(0)
    const bytes = this.#bytes
    let end = this.#length
    for (let index = 0; index < text.length; index += 1) bytes[end++] = text.charCodeAt(index)
    this.#length = end
  }

  /** A number as JSON has it. */
  number(value: number): void {
    if (value >= 0 && value < simple && (value | 0) === value) this.#digits(value, 1)
    else if (value >= simple && value < simple * billion && Number.isSafeInteger(value)) {
      this.#digits(Math.floor(value / billion), 1)
      this.#digits(value % billion, 9)
    } else this.literal(JSON.stringify(value))
  }

  /** A text as JSON has it. Ids and names are plain nearly always, and need no more than their quotes then. */
  text(text: string): void {
    this.#reserve(text.length)
    const bytes = this.#bytes
    let end = this.#length
    bytes[end++] = quote
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (code < firstPrintable || code > lastPrintable || code === quote || code === backslash)
        return this.json(text)
      bytes[end++] = code
    }
    bytes[end++] = quote
    this.#length = end
  }

  /** Any value that JSON can hold. */
  json(value: unknown): void {
    const text = JSON.stringify(value)
    // A UTF-16 unit is three bytes of UTF-8 at most.
    this.#reserve(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length)
  }

  #digits(value: number, least: number): void {
    let digits = 1
    for (let limit = 10; digits < 10 && value >= limit; limit *= 10) digits += 1
    if (digits < least) digits = least
    this.#reserve(digits)
    const end = this.#length + digits
    let left = value
    for (let place = end - 1; place >= this.#length; place -= 1) {
      const rest = (left / 10) | 0
      this.#bytes[place] = zero + left - rest * 10
      left = rest
    }
    this.#length = end
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes + spare
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.gathered())
    this.#bytes = larger
  }
}
