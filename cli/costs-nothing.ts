import type { OpenTarget } from '../lib/engine/open-target.ts'
import type { RawFlags } from './flags.ts'

/** Says of a limit that was typed that it is none at a target of this machine: whoever set it counts on it. */
export function sayWhatCostsNothing(
  raw: RawFlags,
  { real }: Pick<OpenTarget, 'real'>,
  say: (line: string) => void,
): void {
  if (raw['maxCost'] === undefined || real) return
  say('--max-cost does not count on this machine: nothing is paid here')
}
