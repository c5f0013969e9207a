const longest = 60

/** Says what a value is, in words for a message: `the number 5`, `"abc"`, `a list`. */
export function describeFound(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${String(value)}`
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : 'a mapping'
}

/** A text in quotes, cut when long and without what a terminal would act on. */
export function quote(text: string): string {
  return `"${printable(text.length > longest ? `${text.slice(0, longest)}…` : text)}"`
}

/** Replaces every control character (and what reverses the direction of text) one for one, so that columns keep. */
export function printable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
