import { parseThreshold } from './parse-threshold.ts'
import { printThreshold } from './print-threshold.ts'

/** The canonical form of an expression, or what is wrong with it and at which character. */
export function readThreshold(
  text: string,
  phases: readonly string[] | undefined,
): { readonly canonical: string } | { readonly message: string; readonly at: number } {
  const threshold = parseThreshold(text, phases)
  return threshold.kind === 'problem'
    ? { message: threshold.message, at: threshold.at }
    : { canonical: printThreshold(threshold) }
}
