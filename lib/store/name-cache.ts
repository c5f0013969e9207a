const slots = 16_384
const hashed = 8

/**
 * Gives the same string object for the same text, for names that come again and again. Bounded: a name may be
 * forgotten for another. Its strings stand alone, where a slice keeps all the text alive that it was cut from.
 */
export class NameCache {
  readonly #known: string[] = Array.from({ length: slots }, () => '')

  /** `text` from `start` to before `end`. */
  get(text: string, start: number, end: number): string {
    const name = text.slice(start, end)
    // Ids differ at their ends; those of environments begin with a date.
    let hash = 0
    for (let index = Math.max(start, end - hashed); index < end; index += 1)
      hash = (hash * 31 + text.charCodeAt(index)) | 0
    const slot = hash & (slots - 1)
    const known = this.#known[slot]
    if (known === name) return known
    const alone = Buffer.from(name).toString()
    this.#known[slot] = alone
    return alone
  }
}
