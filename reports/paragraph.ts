import { wrap } from './table.ts'

/** Where a message is written to; `width` in columns. */
interface Reader {
  readonly isTerminal: boolean
  readonly width: number
}

/** A message as it is written: on a terminal broken between words, elsewhere only around commands to be copied. */
export const paragraph = (text: string, { isTerminal, width }: Reader): string =>
  paragraphLines(text, isTerminal ? width : Number.POSITIVE_INFINITY).join('\n')

/**
 * A message as lines of at most `width` columns, its own line breaks and indents kept. Commands to be copied, and words
 * that are wider than a line, such as paths, stand on a line of their own that is never broken.
 */
export function paragraphLines(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    // An indent may be wider than the screen.
    const left = Math.max(1, width - indent.length)
    const unbreakable = Number.isFinite(left) ? `${awsCommand}|\\S{${left},}` : awsCommand
    return broken(line.slice(indent.length), left, unbreakable).map((part) => indent + part)
  })
}

/** One line of text as several of at most `width` columns, of which only commands to be copied are wider. */
export const aroundCommands = (text: string, width: number): readonly string[] =>
  broken(text, width, awsCommand)

function broken(text: string, width: number, unbreakable: string): readonly string[] {
  const found = new RegExp(unbreakable, 'u').exec(text)
  if (found === null) return sentences(text, width)
  const before = text.slice(0, found.index).trimEnd()
  // The sign that ended the sentence would be copied with the command.
  const after = text.slice(found.index + found[0].length).replace(/^[.,;]?(?: +|$)/u, '')
  return [
    ...(before === '' ? [] : sentences(before, width)),
    found[0],
    ...(after === '' ? [] : broken(after, width, unbreakable)),
  ]
}

/** Ends before the sign that ends the sentence; the last value may be a quoted text of any words. */
const oneCommand = String.raw`aws lambda (?:wait )?[a-z-]+(?: --[a-z-]+ (?:\$?'[^']*'(?:\\''[^']*')*|[^\s']\S*?(?=[.,;:]?(?:\s|$)|\)")))+`

/** One may be fed by another, or by what curl fetches. */
const awsCommand = String.raw`(?:curl -sSf "\$\(${oneCommand}\)" \| )?${oneCommand}(?: \| ${oneCommand})*`

/** Short commands within a sentence are not torn apart. */
function sentences(text: string, width: number): readonly string[] {
  if (!Number.isFinite(width)) return [text]
  const tied = text.replaceAll(/coldburst [a-z]+(?: --[a-z-]+)?/gu, (command) => command.replaceAll(' ', tie))
  return wrap(tied, width).map((line) => line.replaceAll(tie, ' '))
}

const tie = '\u00A0'
