import { startKinds } from '../model/classification.ts'
import type { StartSelector } from '../model/distribution.ts'
import type { Selector } from '../model/sample.ts'
import { didYouMean } from './nearest.ts'
import { type Piece, problem, type ThresholdProblem } from './threshold.ts'

const keys = ['start', 'phase'] as const
const starts: readonly StartSelector[] = ['all', ...startKinds]
const plainName = /^[\w.-]+$/

/**
 * Reads what stands between the braces: `start:cold,phase:bursts`, values quoted as in JSON where they have
 * other characters than letters, digits, `_`, `.` and `-`. Phases are checked only against given names.
 */
export function parseSelector(
  braces: Piece,
  phases: readonly string[] | undefined,
): Selector | ThresholdProblem {
  let selector: Selector = {}
  for (const { text, at } of partsOf(braces)) {
    const [, key, written] = /^([\w-]+)\s*:\s*(.+)$/s.exec(text) ?? []
    const value = unquote(written)
    if (key === undefined || value === undefined) {
      return problem(at, `a selector is written {start:cold,phase:"name"}, not {${braces.text}}`)
    }
    if (key in selector) return problem(at, `${key} is selected twice`)
    const found = select(key, value, at, phases)
    if ('kind' in found) return found
    selector = { ...selector, ...found }
  }
  return selector
}

/** The canonical text with its braces, empty when everything is selected. */
export function printSelector({ start, phase }: Selector): string {
  const parts = [
    ...(start === undefined ? [] : [`start:${start}`]),
    ...(phase === undefined ? [] : [`phase:${plainName.test(phase) ? phase : JSON.stringify(phase)}`]),
  ]
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

/** Cuts at the commas outside quotes. */
function partsOf({ text, at }: Piece): Piece[] {
  if (text.trim() === '') return []
  return Array.from(text.matchAll(/(?<=^|,)(?:[^,"]|"(?:[^"\\]|\\.)*")*/g), ({ 0: part, index }) => ({
    text: part.trim(),
    at: at + index + part.length - part.trimStart().length,
  }))
}

function unquote(written: string | undefined): string | undefined {
  if (written?.startsWith('"') !== true) return written
  try {
    return String(JSON.parse(written))
  } catch {
    // A wrong escape: the caller says how a selector is written.
    return undefined
  }
}

function select(
  key: string,
  value: string,
  at: number,
  phases: readonly string[] | undefined,
): Selector | ThresholdProblem {
  switch (key) {
    case 'start': {
      const start = starts.find((known) => known === value)
      return start === undefined
        ? problem(at, `unknown start "${value}": ${didYouMean(value, starts)}`)
        : { start }
    }
    case 'phase':
      return phases === undefined || phases.includes(value)
        ? { phase: value }
        : problem(at, `unknown phase "${value}": ${didYouMean(value, phases)}`)
    default:
      return problem(at, `unknown selector "${key}": ${didYouMean(key, keys)}`)
  }
}
