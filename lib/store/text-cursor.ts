const quote = 34
const zero = 48
const nine = 57
const backslash = 92
const firstPrintable = 32

/** So many digits fit a safe integer whatever they are. */
const mostDigits = 15

/** Reads JSON that has a known form, piece by piece. `at` moves only past what was read. */
export class TextCursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** Whether exactly this, which is not empty, comes next. */
  skip(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false
    this.at += expected.length
    return true
  }

  /** A whole number as JSON has it; -1 where there is none, or one with a sign, a fraction or too many digits. */
  count(): number {
    const { text, at } = this
    let end = at
    let value = 0
    for (;;) {
      const digit = text.charCodeAt(end)
      // Also false at the end of the text, where there is no number to compare.
      if (!(digit >= zero && digit <= nine)) break
      value = value * 10 + digit - zero
      end += 1
    }
    const digits = end - at
    if (digits === 0 || digits > mostDigits) return -1
    if (digits > 1 && text.charCodeAt(at) === zero) return -1
    this.at = end
    return value
  }

  /** Where the text ends that begins here, its first quote read. Fails when it has escapes or no end. */
  plainEnd(): number {
    const { text } = this
    for (let end = this.at; end < text.length; end += 1) {
      const code = text.charCodeAt(end)
      if (code === quote) return end
      if (code === backslash || code < firstPrintable) break
    }
    this.fail()
    return text.length
  }

  /** Fails where something else stands. */
  expect(expected: string): void {
    if (!this.skip(expected)) this.fail()
  }

  /** From here on nothing is found any more, so that it is enough to look at the end whether all went well. */
  fail(): void {
    this.at = this.text.length + 1
  }

  /** Whether the line is over here. */
  endLine(): boolean {
    return this.at === this.text.length || this.skip('\n')
  }
}
