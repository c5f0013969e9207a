import { describe, expect, it } from 'vitest'
import { reachInWords } from '../../../lib/diff/reach.ts'
import type { ClosedLoad, Load } from '../../../lib/model/plan.ts'
import type { Counts } from '../../../lib/model/run.ts'
import { fromMillis, fromSeconds } from '../../../lib/model/time.ts'
import { emptyCounts } from '../../../lib/summary/counts.ts'
import { planWith } from '../../support/stored-plan.ts'

const burst: Load = { kind: 'burst', size: 10, repeat: 1, every: fromSeconds(0) }
const closed: ClosedLoad = { kind: 'closed', concurrency: 1, thinkTime: fromMillis(0) }

type Phase = readonly [load: Load, counts: Partial<Counts>]

const run = (ended: 'completed' | 'interrupted' | 'incomplete', phases: readonly Phase[]) => ({
  ended,
  durationMs: 4_217,
  plan: planWith({ phases: phases.map(([load]) => ({ name: 'p', discard: false, load })) }),
  phases: phases.map(([load, counts]) => ({
    name: 'p',
    discard: load.kind === 'closed',
    describes: '',
    counts: { ...emptyCounts(undefined), ...counts },
    starts: { cold: 0, restored: 0, warm: 0, reinitialized: 0, unknown: 0 },
    distributions: {},
  })),
})

describe('how far a run got', () => {
  it('is all the way where nothing cut it short', () => {
    expect(reachInWords(run('completed', [[burst, { planned: 10, sent: 10 }]]))).toBe('completed')
  })

  it('is told in invocations of all phases, the dropped ones too', () => {
    const phases: Phase[] = [
      [
        { ...closed, requests: 1_000 },
        { planned: 1_000, sent: 1_000 },
      ],
      [burst, { planned: 10, sent: 3, dropped: 1 }],
    ]
    expect(reachInWords(run('interrupted', phases))).toBe('interrupted after 1,004 of 1,010 invocations')
    expect(reachInWords(run('incomplete', phases))).toBe('broken off after 1,004 of 1,010 invocations')
  })

  it('is told in time where loops end by it', () => {
    const timed: Phase = [{ ...closed, duration: fromSeconds(5) }, { sent: 7 }]
    expect(reachInWords(run('interrupted', [timed, timed]))).toBe('interrupted after 4.2 s of 10 s')
    expect(reachInWords(run('interrupted', [timed, [burst, { planned: 10 }]]))).toBe(
      'interrupted after 4.2 s',
    )
  })
})
