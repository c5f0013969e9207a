import type { Fate } from '../model/comparison.ts'
import type { DistinctError } from '../model/run.ts'
import { cleanText } from '../markers/clean-log.ts'

/** Names that say nothing of what went wrong. */
const bare = new Set(['', 'Error', 'Exception', 'RuntimeError', 'Handled', 'Unhandled'])

const longest = 80

/** What an error of a bare name said, as far as a sentence takes it; undefined where the name will do. */
export function saidBy(name: string, errors: readonly DistinctError[]): string | undefined {
  if (!bare.has(name)) return undefined
  const message = errors.find((error) => error.name === name && error.message)?.message ?? ''
  const [line = ''] = message.trimStart().split(/[\n\r\u0085\u2028\u2029]/u)
  return cleanText(line, longest) || undefined
}

/** `Error (the database is gone)`. */
export const failureWords = ({ name, message }: Extract<Fate, { kind: 'failing' }>): string =>
  `${name === '' ? '(no name)' : name}${message === undefined ? '' : ` (${message})`}`
