const quote = 34
const backslash = 92
const firstPrintable = 32
const lastPrintable = 126

/** A text as JSON has it. Ids and names are plain nearly always, and need no more than their quotes then. */
export function quoted(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < firstPrintable || code > lastPrintable || code === quote || code === backslash)
      return JSON.stringify(text)
  }
  return `"${text}"`
}
