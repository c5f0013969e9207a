import { describe, expect, it } from 'vitest'
import {
  compareConstant,
  compareLongConstant,
  requestsOfA16,
  requestsOfA6,
} from '../../../../lib/selftest/checks/constant-delay.ts'
import { compareLock, lockOfA4, lockOfA8 } from '../../../../lib/selftest/checks/locked-server.ts'
import { compareMixture, delaysOfA11 } from '../../../../lib/selftest/checks/mixture.ts'
import { compareStalls, stallOfA1, stallOfA5 } from '../../../../lib/selftest/checks/server-stall.ts'
import {
  compareBody,
  compareSetUp,
  requestsOfA18,
} from '../../../../lib/selftest/checks/what-the-clock-covers.ts'
import { noiseOf } from '../../../../lib/selftest/noise/noise.ts'
import { verdictOf } from '../../../../lib/selftest/rows.ts'
import { distributionOf, measuredFrom, type Recorded } from '../../../support/selftest-measured.ts'

/** A server that is scripted as the checks say, asked by tools that are right or wrong in a way that has happened. */
type Tool = (arrivals: readonly number[], answerAt: (at: number) => number) => Recorded[]

/** Sends on schedule, whatever the others do, and counts from the planned instant. */
const honest: Tool = (arrivals, answerAt) => arrivals.map((at) => ({ at, end: answerAt(at) + 0.3 }))

/** One connection: the next is sent when the last has ended, and counted from its own send. */
const coordinated: Tool = (arrivals, answerAt) => {
  let free = 0
  return arrivals.map((at) => {
    const sent = Math.max(at, free)
    free = answerAt(sent) + 0.3
    return { at: sent, sent, end: free }
  })
}

/** Adds, after each long response, those that it believes to have missed. */
const backFilling: Tool = (arrivals, answerAt) => {
  const gap = (arrivals[1] ?? 0) - (arrivals[0] ?? 0)
  return honest(arrivals, answerAt).flatMap((one) => {
    const missed = Math.max(0, Math.floor((one.end - one.at) / gap) - 1)
    return Array.from({ length: missed + 1 }, (_, k) => ({ ...one, at: one.at + k * gap }))
  })
}

/** Skips what is due while an answer is awaited. */
const skipping: Tool = (arrivals, answerAt) => {
  let free = 0
  return arrivals.flatMap((at) => {
    if (at < free) return []
    free = answerAt(at) + 0.3
    return [{ at, end: free }]
  })
}

/** Cuts times to whole milliseconds. */
const whole: Tool = (arrivals, answerAt) =>
  honest(arrivals, answerAt).map((one) => ({ ...one, end: one.at + Math.floor(one.end - one.at) }))

const every = (count: number, gap: number): number[] => Array.from({ length: count }, (_, k) => k * gap)

/** When a server that pauses answers, told by itself and not by the code that is tested. */
const pausing =
  (service: number, from: number, length: number) =>
  (at: number): number => {
    const resumes = from + length
    const begins = at >= from && at < resumes ? resumes : at
    const ends = begins + service
    return ends >= from && ends < resumes ? resumes : ends
  }

/** Invocations of phases, one after the other. */
function stalls(tool: Tool, stalled: typeof stallOfA5) {
  const recorded = stalled.stallFrom.flatMap((from, phase) =>
    tool(
      every(stalled.perSecond * stalled.seconds, 1_000 / stalled.perSecond),
      pausing(stalled.service, from, stalled.stall),
    ).map((one) => ({ ...one, phase })),
  )
  return compareStalls(measuredFrom(recorded), stalled)
}

const lock = (tool: Tool, locked: typeof lockOfA4) =>
  compareLock(
    measuredFrom(
      tool(
        every(locked.perSecond * locked.seconds, 1_000 / locked.perSecond),
        pausing(locked.service, locked.lockFrom, locked.lock),
      ),
    ),
    locked,
  )

describe('a server that stands still', () => {
  it.each([
    ['A1', () => stalls(honest, stallOfA1)],
    ['A5', () => stalls(honest, stallOfA5)],
    ['A4', () => lock(honest, lockOfA4)],
    ['A8', () => lock(honest, lockOfA8)],
  ])('is told rightly by an honest tool (%s)', (_, rows) => {
    expect(rows().filter(({ verdict }) => verdict !== 'ok')).toEqual([])
  })

  const wrong = { coordinated, 'back-filling': backFilling, skipping }
  it.each(
    Object.entries(wrong).flatMap(([name, tool]) => [
      [name, 'A1', () => stalls(tool, stallOfA1)] as const,
      [name, 'A5', () => stalls(tool, stallOfA5)] as const,
      [name, 'A4', () => lock(tool, lockOfA4)] as const,
      [name, 'A8', () => lock(tool, lockOfA8)] as const,
    ]),
  )('is told wrongly by a %s tool, and %s says so', (_, __, rows) => {
    expect(verdictOf(rows())).toBe('off')
  })

  it('is told wrongly by a tool that counts from the send, on a machine with stalls of 20 ms, too', () => {
    const { perSecond, seconds, service, lockFrom, lock: length } = lockOfA4
    const recorded = coordinated(
      every(perSecond * seconds, 1_000 / perSecond),
      pausing(service, lockFrom, length),
    )
    const wakeUps = [...every(200, 0).map(() => 5), 1]
    const noise = noiseOf({ wakeUps, queues: [] }, [20_000])
    expect(verdictOf(compareLock(measuredFrom(recorded, { noise }), lockOfA4))).toBe('off')
  })
})

const constant = (tool: Tool, delay: number, count: number, gap: number) =>
  measuredFrom(tool(every(count, gap), (at) => at + delay))

describe('a constant delay', () => {
  it('is told rightly by an honest tool', () => {
    expect(verdictOf(compareConstant(constant(honest, 50, requestsOfA6, 50)))).toBe('ok')
  })

  it('is told wrongly by one that fills in values below it, and A6 says so', () => {
    // What an expected interval of 1 ms makes of each 50 ms: 50, 49, 48 and so on.
    const filled = every(requestsOfA6, 50).flatMap((at) =>
      every(50, 1).map((missed) => ({ at: at + missed, end: at + 50 })),
    )
    const rows = compareConstant(measuredFrom(filled))
    expect(verdictOf(rows)).toBe('off')
    expect(rows[0]).toMatchObject({ what: 'observations', measured: 2_000, verdict: 'off' })
  })

  it('is told wrongly by one that loses an observation', () => {
    expect(verdictOf(compareConstant(constant(honest, 50, requestsOfA6 - 1, 50)))).toBe('off')
  })
})

const longDelays = (tool: (millis: number) => number) =>
  measuredFrom(every(requestsOfA16, 0).map((at, k) => ({ at, end: tool(k % 3 < 2 ? 1_400.2 : 3_430.2) })))

describe('long delays', () => {
  it('keep their digits in an honest tool', () => {
    expect(verdictOf(compareLongConstant(longDelays((millis) => millis)))).toBe('ok')
  })

  it('lose them by rounding to two digits or to seconds, and A16 says so', () => {
    const twoDigits = (millis: number): number => Number(millis.toPrecision(2))
    expect(verdictOf(compareLongConstant(longDelays(twoDigits)))).toBe('off')
    expect(verdictOf(compareLongConstant(longDelays((millis) => Math.floor(millis / 1_000) * 1_000)))).toBe(
      'off',
    )
  })
})

const mixed = (tool: Tool) => {
  const gap = 4
  const answer = (at: number): number => at + (delaysOfA11[Math.round(at / gap)] ?? NaN) / 1_000
  return measuredFrom(tool(every(delaysOfA11.length, gap), answer))
}

describe('a known mixture', () => {
  it('has its own percentiles in an honest tool, and in one that cuts to milliseconds within its floor', () => {
    expect(verdictOf(compareMixture(mixed(honest)))).toBe('ok')
    expect(verdictOf(compareMixture(mixed(whole)))).toBe('ok')
  })

  it('has others where percentiles are those of a neighbour, or a mean is taken for them', () => {
    const measured = mixed(honest)
    const { response_time: response, service_time: service } = measured.run.distributions
    const off = [
      { ...response!.all!, p95: response!.all!.p90 },
      { ...response!.all!, p99: response!.all!.p99_9 },
      { ...response!.all!, p50: response!.all!.mean },
    ]
    for (const all of off) {
      const distributions = { response_time: { all }, service_time: service! }
      expect(verdictOf(compareMixture({ ...measured, run: { ...measured.run, distributions } }))).toBe('off')
    }
  })

  it('has others where percentiles of intervals are averaged', () => {
    const measured = mixed(honest)
    const times = measured.observations.map((one) => ('endedAt' in one ? one.endedAt - one.scheduledAt : NaN))
    const parts = every(10, 100).map((from) => distributionOf(times.slice(from, from + 100)))
    const average = (point: 'p90' | 'p99' | 'p99_9'): number =>
      parts.reduce((sum, part) => sum + part[point], 0) / parts.length
    const all = {
      ...distributionOf(times),
      p90: average('p90'),
      p99: average('p99'),
      p99_9: average('p99_9'),
    }
    const distributions = { ...measured.run.distributions, response_time: { all } }
    expect(verdictOf(compareMixture({ ...measured, run: { ...measured.run, distributions } }))).toBe('off')
  })
})

describe('a slow body', () => {
  it('is part of what an honest tool measures', () => {
    expect(verdictOf(compareBody(constant(honest, 205, requestsOfA18, 33)))).toBe('ok')
  })

  it('is left out by a tool that stops at the headers, and A18 says so', () => {
    expect(verdictOf(compareBody(constant(honest, 5, requestsOfA18, 33)))).toBe('off')
  })
})

describe('the set-up of connections', () => {
  const plain = constant(honest, 205, requestsOfA18, 33)
  const marked = (setups: number, counted: number) => {
    const recorded = every(requestsOfA18, 33).map((at, k) => ({
      at,
      end: at + 205.3,
      ...(k < setups ? { connectionSetup: 0.2 } : {}),
    }))
    const connectionSetup = distributionOf(every(counted, 0).map(() => 200))
    const health = { ...plain.run.health, ...(counted > 0 ? { connectionSetup } : {}) }
    return measuredFrom(recorded, { run: { health } })
  }

  it('is marked where it fell into calls, and nowhere else', () => {
    expect(verdictOf(compareSetUp(plain, marked(7, 7)))).toBe('ok')
  })

  it('is wrong where it is hidden, miscounted, or there in spite of prewarming', () => {
    expect(verdictOf(compareSetUp(plain, plain))).toBe('off')
    expect(verdictOf(compareSetUp(plain, marked(7, 6)))).toBe('off')
    expect(verdictOf(compareSetUp(marked(1, 1), marked(7, 7)))).toBe('off')
  })
})
