import { FilterPatternError, type Matcher } from './filter-pattern-error.ts'

/**
 * A pattern of terms: all plain ones must be in the text, none of those behind `-`, and, where there are no
 * plain ones, at least one of those behind `?`: CloudWatch ignores `?` next to other terms
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, 2026).
 */
export function termsMatcher(pattern: string): Matcher {
  const terms = readTerms(pattern)
  const texts = (kind: Term['kind']): string[] =>
    terms.flatMap((term) => (term.kind === kind ? [term.text] : []))
  const [all, any, none] = [texts('all'), texts('any'), texts('none')]
  return (message) => {
    if (none.some((text) => message.includes(text))) return false
    if (all.length > 0) return all.every((text) => message.includes(text))
    return any.length === 0 || any.some((text) => message.includes(text))
  }
}

interface Term {
  readonly kind: 'all' | 'any' | 'none'
  readonly text: string
}

function readTerms(pattern: string): readonly Term[] {
  const terms: Term[] = []
  let rest = pattern.trimStart()
  while (rest !== '') {
    const [whole, sign, quoted, bare] = TERM.exec(rest) ?? []
    if (whole === undefined) throw invalidTerm(rest)
    const text = bare ?? (quoted ?? '').replaceAll(/\\(["\\])/g, '$1')
    terms.push({ kind: sign === '-' ? 'none' : sign === '?' ? 'any' : 'all', text })
    rest = rest.slice(whole.length)
    if (rest !== '' && !/^\s/.test(rest)) throw invalidTerm(rest)
    rest = rest.trimStart()
  }
  return terms
}

const TERM = /^([-?]?)(?:"((?:[^"\\]|\\[^])*)"|([\p{L}\p{N}_]+))/u

function invalidTerm(rest: string): FilterPatternError {
  const character = /[^\p{L}\p{N}_?-]/u.exec(rest)?.[0] ?? rest.slice(0, 1)
  if (character === '"') return new FilterPatternError('Invalid filter pattern: a quote is not closed')
  if (character === '%')
    return new FilterPatternError('Regular expressions (%…%) are not supported by the local Lambda')
  return new FilterPatternError(`Invalid character(s) in term '${character}'`)
}
