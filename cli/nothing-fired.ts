import type { ComparisonState } from '../lib/store/comparison-folder.ts'
import { cleanLine } from '../reports/untrusted.ts'
import { withWhoListens } from './who-listens.ts'

/** Why a comparison fired nothing, and whether it left anything behind; it has no report to say so. */
export function nothingFiredLines({ skipped, faults, cutShort, putBack }: ComparisonState): string[] {
  const lines = [
    ...skipped.map(({ setting, why }) => `${setting} was skipped: ${why}`),
    ...faults.map(withWhoListens),
    ...cutShort,
    ...(putBack.kind === 'left'
      ? [`not everything could be put back: ${putBack.why} (${putBack.journal})`]
      : []),
    ...(putBack.kind === 'put-back' ? ['everything that was changed is put back'] : []),
    ...(putBack.kind === 'function-deleted' ? ['the function has been deleted meanwhile'] : []),
    'nothing was fired, so there is nothing to report',
  ]
  return lines.map(cleanLine)
}
