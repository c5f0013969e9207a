import type { Problem } from '../model/usage-error.ts'

/** Where something was said, so that a problem with it can be shown. */
export interface Place {
  readonly where: string
  /** What is there, when `where` does not name it: a path of keys like `phases[0].burst.size`. */
  readonly subject?: string | undefined
  readonly excerpt?: string | undefined
}

/** A value with the place where it was said. */
export interface Stated<T> {
  readonly value: T
  readonly place: Place
}

/** What came of reading a text. `message` says what was found and what to write; `at` is an offset in the text. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly message: string; readonly at?: number }

/** Gathers everything that is wrong, so that the user hears of it at once. */
export interface Problems {
  add(place: Place, message: string): void
  all(): readonly Problem[]
}

export function collectProblems(): Problems {
  const found: Problem[] = []
  return {
    add(place, message) {
      const problem = problemAt(place, message)
      // Two functions of a template share what stands in its Globals.
      if (!found.some((one) => one.where === problem.where && one.message === problem.message))
        found.push(problem)
    },
    all: () => found.toSorted((a, b) => compareLines(a.where, b.where)),
  }
}

/** Reads a stated text; a wrong one becomes a problem and `undefined`. */
export function accept<T>(
  stated: Stated<string> | undefined,
  read: (text: string) => Reading<T>,
  problems: Problems,
): Stated<T> | undefined {
  if (stated === undefined) return undefined
  const reading = read(stated.value)
  if (reading.kind === 'read') return { value: reading.value, place: stated.place }
  problems.add(stated.place, reading.message)
  return undefined
}

/** What is in one file, from its top down; all else stays in the order in which it was found. */
function compareLines(a: string, b: string): number {
  const [left, right] = [lineForm.exec(a)?.groups, lineForm.exec(b)?.groups]
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined)
  if (left['file'] !== right['file']) return String(left['file']) < String(right['file']) ? -1 : 1
  const lines = Number(left['line']) - Number(right['line'])
  return lines === 0 ? Number(left['column']) - Number(right['column']) : lines
}

const lineForm = /^(?<file>.*):(?<line>\d+):(?<column>\d+)$/s

export const right = <T>(value: T): Reading<T> => ({ kind: 'read', value })
export const wrong = (message: string): { kind: 'wrong'; message: string } => ({ kind: 'wrong', message })

function problemAt({ where, subject, excerpt }: Place, message: string): Problem {
  const sentence = subject === undefined ? message : `${subject}: ${message}`
  return excerpt === undefined ? { where, message: sentence } : { where, message: sentence, excerpt }
}
