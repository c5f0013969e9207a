import { jsonMatcher } from './filter-json.ts'
import { FilterPatternError, type Matcher } from './filter-pattern-error.ts'
import { termsMatcher } from './filter-terms.ts'

/**
 * Reads a filter pattern of CloudWatch Logs: terms, quoted phrases, `?optional`, `-excluded`, and comparisons
 * of JSON fields in braces. Throws FilterPatternError for anything else, and says what it is.
 */
export function filterMatcher(pattern: string): Matcher {
  const text = pattern.trim()
  if (pattern.length > LONGEST)
    throw new FilterPatternError(`The filter pattern is longer than ${LONGEST} characters`)
  if (text === '') return () => true
  if (text.startsWith('{')) return jsonMatcher(text)
  if (text.startsWith('[')) {
    const what = 'Space-delimited filter patterns ([a, b, …])'
    throw new FilterPatternError(
      `${what} are not supported by the local Lambda: use terms or { $.field = … }`,
    )
  }
  return termsMatcher(text)
}

// FilterLogEvents' own limit (API reference, 2026).
const LONGEST = 1_024
