import type { Journal, Step, Was } from './journal.ts'

/** A journal that is being written: each entry is safe on disk when its call returns. */
export interface JournalBook {
  readonly journal: Journal
  /** Undefined where it is kept in memory only. */
  readonly path: string | undefined
  /** What the function is, before its first change. */
  note(was: Was): void
  /** Takes a step down before it is taken, and returns its place. */
  begin(step: Step): number
  /** The same step with its outcome. */
  end(place: number, step: Step): void
  /** From here on what can't be written is told and no reason to stop: putting back goes first. */
  goOn(say: (line: string) => void): void
  /** Everything is undone: deletes it. */
  close(): void
}

/** Where a journal is kept. */
export interface JournalKeeping {
  readonly path: string | undefined
  write(journal: Journal): void
  remove(): void
}

/** Goes on writing a journal; the first entry is in place already. */
export function openBook(first: Journal, keeping: JournalKeeping): JournalBook {
  let journal = first
  let unwritten: ((error: unknown) => void) | undefined

  function write(next: Journal): void {
    // What is known is known, also when the disk is full.
    journal = next
    try {
      keeping.write(next)
    } catch (error) {
      if (unwritten === undefined) throw error
      unwritten(error)
    }
  }

  return {
    get journal() {
      return journal
    },
    path: keeping.path,
    note: (was) => write({ ...journal, was }),
    begin(step) {
      write({ ...journal, steps: [...journal.steps, step] })
      return journal.steps.length - 1
    },
    end: (place, step) => write({ ...journal, steps: journal.steps.with(place, step) }),
    goOn(say) {
      unwritten ??= (error) => say(`the journal can't be written (${String(error)}); putting back goes on`)
    },
    close() {
      try {
        keeping.remove()
      } catch (error) {
        if (unwritten === undefined) throw error
        unwritten(error)
      }
    },
  }
}

/** In memory only: for a function that ends with this process. */
export const memoryKeeping: JournalKeeping = {
  path: undefined,
  write: () => undefined,
  remove: () => undefined,
}
