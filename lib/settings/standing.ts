import { sameContent, wasContent } from './content.ts'
import type { Content, Journal, Latest, Was } from './journal.ts'

/** What `$LATEST` may be by our own doing. */
export interface Possible {
  /** More than one after a step of which it is not known whether it took effect; the last is the newest. */
  readonly contents: readonly Content[]
  readonly latest: Latest
  /** Something was begun that gives it another revision. */
  readonly unfinished: boolean
}

/** By the steps of a journal. */
export function standingOf({ steps }: Journal, was: Was): Possible {
  let possible: Possible = { contents: [wasContent(was)], latest: was, unfinished: false }
  for (const step of steps) {
    if (step.kind === 'alias' || step.outcome?.kind === 'not-done') continue
    const latest = step.outcome?.kind === 'done' ? step.outcome.latest : undefined
    if (latest === undefined) {
      const more = step.kind === 'change' ? [step.to] : []
      possible = { ...possible, contents: [...possible.contents, ...more], unfinished: true }
    } else {
      const contents = step.kind === 'change' ? [step.to] : possible.contents
      possible = { contents, latest, unfinished: false }
    }
  }
  return possible
}

/** Whether it is what it was, by all that was done: changed by nobody here, or put back. */
export const isHome = (journal: Journal, was: Was): boolean =>
  standingOf(journal, was).contents.every((content) => sameContent(content, wasContent(was)))
