import { cleanText } from '../../markers/clean-log.ts'
import { defined } from '../../model/defined.ts'
import type { Outcome } from '../../model/outcome.ts'

/** What went wrong below HTTP, by the most exact name there is: an errno, a parser code, an error's name. */
export function transportOutcome(error: unknown): Extract<Outcome, { kind: 'transport-error' }> {
  const root = rootOf(error)
  return defined({ kind: 'transport-error' as const, code: codeOf(root), message: messageOf(root) })
}

/** The SDK and Node wrap what happened; AggregateError is what a host with several addresses gives. */
function rootOf(error: unknown): unknown {
  for (let current = error, depth = 0; ; depth += 1) {
    if (depth > 5 || typeof current !== 'object' || current === null || hasCode(current)) return current
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0]
    else if ('cause' in current && current.cause) current = current.cause
    else return current
  }
}

const hasCode = (error: object): error is { code: string } =>
  'code' in error && typeof error.code === 'string'

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN'
  if (hasCode(error)) return cleanText(error.code, 60)
  return error instanceof Error ? cleanText(error.name, 60) : 'UNKNOWN'
}

const messageOf = (error: unknown): string | undefined =>
  error instanceof Error && error.message ? cleanText(error.message, 300) : undefined
