import type { Fate, Series } from '../model/comparison.ts'
import type { DistinctError } from '../model/run.ts'
import { saidBy } from './failure-words.ts'
import { countInWords } from '../summary/in-words.ts'
import { isFailing, type SettingTally } from './setting-tally.ts'
import { discardedInWords } from './unfit-words.ts'

export interface FateFacts {
  /** Why it was refused, when it was. */
  readonly skipped?: string | undefined
  /** It was fired at no longer, because nothing but failures came back. */
  readonly givenUp: boolean
  readonly warm: Series
  readonly errors: readonly DistinctError[]
  /** Nothing but a Memory Size tells whose answer it is. */
  readonly wantsMemory?: boolean
}

/** What became of a setting. Whether it can be recommended is a matter of its warm samples. */
export function fateOf(
  tally: SettingTally,
  { skipped, givenUp, warm, errors, wantsMemory = false }: FateFacts,
): Fate {
  const { invocations, failures } = tally
  if (skipped !== undefined && warm.accepted === 0 && failures === 0) return { kind: 'skipped', why: skipped }
  if (givenUp || isFailing(tally)) {
    const name = mostFrequent(tally.errors) ?? 'unknown'
    const message = saidBy(name, errors)
    // Warm-ups too, as in the list of its errors that stands beside it.
    return {
      kind: 'failing',
      name,
      ...(message !== undefined && { message }),
      failed: failures,
      of: invocations,
    }
  }
  if (warm.accepted > 0) return { kind: 'measured' }
  return { kind: 'unmeasured', why: whyUnmeasured(tally, warm, wantsMemory) }
}

function mostFrequent(errors: ReadonlyMap<string, number>): string | undefined {
  return [...errors].sort(([, a], [, b]) => b - a)[0]?.[0]
}

const memoryAdvice =
  ': in place a REPORT line must say the memory, and the endpoint gives none; leave out --in-place'
const probeAdvice =
  ': the endpoint gives no REPORT line and the handler no probe; wrap it with coldburst/probe to tell starts apart'

function whyUnmeasured(
  { invocations, warm: { fired } }: SettingTally,
  { discarded }: Series,
  wantsMemory: boolean,
): string {
  if (discarded.length > 0) {
    const unverified = discarded.every(({ why }) => why === 'unverified')
    const advice = wantsMemory ? memoryAdvice : probeAdvice
    return (
      `none of its ${countInWords(fired)} warm invocations was what it should be, ` +
      `${discardedInWords(discarded)}${unverified ? advice : ''}`
    )
  }
  return invocations === 0
    ? 'the comparison ended before it was fired at'
    : 'the comparison ended before it had a warm sample'
}
