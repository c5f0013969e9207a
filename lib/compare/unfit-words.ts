import type { Unfit } from '../model/comparison.ts'
import { countInWords, listInWords } from '../summary/in-words.ts'

/** `12 were warm and 3 came from another version`. */
export function discardedInWords(
  discarded: readonly { readonly why: Unfit; readonly count: number }[],
): string {
  return listInWords(discarded.map(({ why, count }) => `${countInWords(count)} ${words[why](count)}`))
}

const wasOrWere =
  (what: string) =>
  (count: number): string =>
    `${count === 1 ? 'was' : 'were'} ${what}`

const words: Readonly<Record<Unfit, (count: number) => string>> = {
  warm: wasOrWere('warm'),
  cold: wasOrWere('cold'),
  reinitialized: wasOrWere('reinitialized'),
  unverified: () => 'could not be verified',
  'other-version': () => 'came from another version',
  'other-memory': () => 'ran with another memory size',
  'other-setting': () => 'may have come from another setting',
}
