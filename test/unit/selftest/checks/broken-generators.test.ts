import { describe, expect, it } from 'vitest'
import type { Sent } from '../../../../lib/model/observation.ts'
import { compareFailures, countsOfA19 } from '../../../../lib/selftest/checks/failures.ts'
import { compareClocks, compareDropping } from '../../../../lib/selftest/checks/flags-and-clocks.ts'
import { compareGeneratorPause, sentOfA7 } from '../../../../lib/selftest/checks/generator-pause.ts'
import { compareSaturated } from '../../../../lib/selftest/checks/saturated-generator.ts'
import { verdictOf } from '../../../../lib/selftest/rows.ts'
import {
  distributionOf,
  droppedAt,
  measuredFrom,
  measuredOf,
  type Recorded,
  sentOf,
} from '../../../support/selftest-measured.ts'

const every = (count: number, gap: number): number[] => Array.from({ length: count }, (_, k) => k * gap)

const invalid = (reason: string) => ({ validity: { valid: false, reasons: [reason] } })
const late = invalid('sends were late: schedule lag p99 90 ms')

describe('a generator that is paused for 100 ms', () => {
  /** Those that are due in the pause are sent at its end. */
  const paused: Recorded[] = every(sentOfA7, 10).map((at) => {
    const sent = at >= 803 && at < 903 ? 903 : at
    return { at, sent, end: sent + 3.2 }
  })
  const judge = (recorded: readonly Recorded[], run: object) =>
    verdictOf(compareGeneratorPause(measuredFrom(recorded, { run }), 100_000))

  it('shows a staircase of responses, and says so', () => {
    expect(judge(paused, late)).toBe('ok')
  })

  it('is off where it is silent', () => {
    expect(judge(paused, {})).toBe('off')
  })

  it('is off where times are counted from the send', () => {
    expect(
      judge(
        paused.map((one) => ({ ...one, at: one.sent ?? one.at })),
        late,
      ),
    ).toBe('off')
  })

  it('is off where the pause is taken for service time', () => {
    expect(
      judge(
        paused.map(({ at, end }) => ({ at, end })),
        late,
      ),
    ).toBe('off')
  })

  it('is off where what was missed is left out', () => {
    expect(
      judge(
        paused.filter(({ at, sent }) => sent === at),
        late,
      ),
    ).toBe('off')
  })

  const dropping = (tooLate: (at: number) => boolean, clock: (one: Recorded) => Recorded = (one) => one) => {
    const observations = every(150, 10).map((at, seq) => {
      const sent = at >= 603 && at < 703 ? 703 : at
      return tooLate(at) ? droppedAt(at, seq, 'late') : sentOf(clock({ at, sent, end: sent + 10.3 }), seq)
    })
    return verdictOf(compareDropping({ ...measuredOf(observations), exitCode: 0 }))
  }
  const inPause = (at: number): boolean => at >= 603 && at < 693

  it('drops the late where it is told to, and changes no clock', () => {
    expect(dropping(inPause)).toBe('ok')
  })

  it('is off where nothing is dropped, or where dropping changes the clock', () => {
    expect(dropping(() => false)).toBe('off')
    expect(dropping(inPause, (one) => ({ ...one, sent: one.at - 1 }))).toBe('off')
  })
})

describe('a run that has room for four of five', () => {
  const cap = 'the cap of 16 invocations in flight was reached; raise --max-in-flight'
  const judge = (dropped: number, run: object, exitCode: number) => {
    const measured = measuredFrom(every(10, 2).map((at) => ({ at, end: at + 39 })))
    const counts = { ...measured.run.counts, sent: 1_000 - dropped, dropped }
    return verdictOf(compareSaturated({ ...measured, run: { ...measured.run, counts, ...run }, exitCode }))
  }

  it('is refused, with a sentence that names the cap', () => {
    expect(judge(200, invalid(cap), 3)).toBe('ok')
    expect(judge(238, invalid(cap), 3)).toBe('ok')
  })

  it('is off where it passes, names something else, or queues instead of dropping', () => {
    expect(judge(200, {}, 0)).toBe('off')
    expect(judge(200, invalid('sends were late'), 3)).toBe('off')
    expect(judge(0, invalid(cap), 3)).toBe('off')
    expect(judge(400, invalid(cap), 3)).toBe('off')
  })
})

describe('the two clocks', () => {
  const quiet: Recorded[] = every(100, 10).map((at) => ({ at, sent: at + 0.2, end: at + 10.4 }))
  const judge = (recorded: readonly Recorded[]) =>
    verdictOf(compareClocks(measuredFrom(recorded), 'defaults', ['uniform']))

  it('agree without a stall', () => {
    expect(judge(quiet)).toBe('ok')
  })

  it('are off where they are exchanged, or one send comes before its instant', () => {
    expect(judge(quiet.map(({ at, sent = at, end }) => ({ at: sent, sent: at - 5, end })))).toBe('off')
    expect(judge(quiet.map((one, k) => (k === 7 ? { ...one, sent: one.at - 3 } : one)))).toBe('off')
  })

  it('are off where there is lag without a reason', () => {
    expect(judge(quiet.map(({ at, end }) => ({ at, sent: at + 8, end: end + 8 })))).toBe('off')
  })

  it('are off where there is nothing to compare', () => {
    expect(verdictOf(compareClocks(measuredOf([]), 'defaults', ['uniform']))).toBe('off')
  })
})

describe('failures', () => {
  const timedOut: Sent['outcome'] = { kind: 'timed-out' }
  const reset: Sent['outcome'] = { kind: 'transport-error', code: 'ECONNRESET' }
  const { total, timeouts, resets } = countsOfA19
  const recorded: Recorded[] = every(total, 5).map((at, k) => {
    const n = k + 1
    if (n % 20 === 0) return { at, end: at + 400.5, outcome: timedOut }
    return n % 61 === 0 ? { at, end: at + 10.3, outcome: reset } : { at, end: at + 10.3 }
  })
  const listed = (count: number) => [
    { outcome: 'timed-out' as const, name: 'timed-out', count, firstAt: 0 as never, lastAt: 0 as never },
  ]
  const judge = (run: object) => verdictOf(compareFailures(measuredFrom(recorded, { run })))

  it('are counted and listed, and are in no percentile', () => {
    expect(judge({ errors: listed(timeouts + resets) })).toBe('ok')
  })

  it('are off where they are in the percentiles, or in no list', () => {
    const all = distributionOf(recorded.map(({ at, end }) => Math.round((end - at) * 1_000)))
    const distributions = { response_time: { all }, service_time: { all } }
    expect(judge({ errors: listed(timeouts + resets), distributions })).toBe('off')
    expect(judge({ errors: [] })).toBe('off')
  })

  it('are off where a fast failure makes percentiles better', () => {
    const fast = measuredFrom(recorded.map((one) => ({ ...one, end: one.outcome ? one.at : one.end })))
    expect(verdictOf(compareFailures({ ...fast, run: { ...fast.run, errors: listed(26) } }))).toBe('off')
  })
})
