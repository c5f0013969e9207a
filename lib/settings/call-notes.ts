import type { RehearsedCall } from './rehearse.ts'

/** Takes down the calls of a control plane that is only rehearsed. */
export interface CallNotes {
  took(operation: string, words: Words): void
  /**
   * The same of a call that is really made, or would be. One that is made again, because it has failed or what it
   * found is not final, is taken down once.
   */
  look<T>(
    operation: string,
    words: Words,
    read: () => Promise<T>,
    isFinal?: (found: T) => boolean,
  ): Promise<T>
}

/** What a call says; versions, aliases and Descriptions in it go through `named`. */
export type Words = (named: (name: string) => string) => string

export function createCallNotes(
  note: (call: Omit<RehearsedCall, 'during'>) => void,
  isMadeHere: (name: string) => boolean,
): CallNotes {
  let repeated: string | undefined

  function took(operation: string, words: Words): void {
    note({
      operation,
      says: words((name) => name),
      alike: words((name) => (isMadeHere(name) ? unnumbered(name) : name)),
    })
  }

  return {
    took,
    async look(operation, words, read, isFinal = () => true) {
      const call = `${operation} ${words((name) => name)}`
      if (repeated !== call) took(operation, words)
      repeated = call
      const found = await read()
      if (isFinal(found)) repeated = undefined
      return found
    },
  }
}

const unnumbered = (name: string): string => name.replace(/\d+$/, '…')
