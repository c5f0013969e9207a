import type { Problem } from './model/usage-error.ts'
import { UsageError } from './model/usage-error.ts'
import { isComparison } from './store/comparison-folder.ts'
import { openRun, type StoredRun } from './store/run-folder.ts'

/** Two runs to be held against each other, or all that is wrong with their folders. */
export type Pair =
  | { readonly kind: 'opened'; readonly baseline: StoredRun; readonly candidate: StoredRun }
  | { readonly kind: 'unfit'; readonly problems: readonly Problem[] }

/** Opens the runs in two folders for reading. */
export function openPair(baseline: string, candidate: string): Pair {
  const [first, second] = [open(baseline), open(candidate)]
  if ('plan' in first && 'plan' in second) return { kind: 'opened', baseline: first, candidate: second }
  return { kind: 'unfit', problems: unique([first, second].flatMap((side) => ('plan' in side ? [] : side))) }
}

function open(folder: string): StoredRun | readonly Problem[] {
  if (isComparison(folder)) {
    const message = 'is a comparison of settings, not a run; name one of the runs in its blocks/'
    return [{ where: folder, message }]
  }
  try {
    return openRun(folder)
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
}

/** One folder may be named twice. */
const unique = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(
    ({ where, message }, index) =>
      problems.findIndex((other) => other.where === where && other.message === message) === index,
  )
