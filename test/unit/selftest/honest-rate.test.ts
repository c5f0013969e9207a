import { describe, expect, it } from 'vitest'
import { fromMillis } from '../../../lib/model/time.ts'
import { judgeRate, search, type Trial } from '../../../lib/selftest/honest-rate.ts'
import { distributionOf, measuredFrom } from '../../support/selftest-measured.ts'

/** A machine that keeps each rate up to a limit. */
const machine =
  (limit: number, tried: number[] = []) =>
  async (perSecond: number): Promise<Trial> => {
    tried.push(perSecond)
    const kept = perSecond <= limit
    return {
      perSecond,
      kept,
      lagP99: fromMillis(kept ? 0.1 : 4),
      ...(kept ? {} : { limit: `at ${perSecond}/s` }),
    }
  }

describe('the search for the highest honest rate', () => {
  it.each([500, 999, 3_000, 7_777, 40_000])('comes within 15 % below a limit of %d/s', async (limit) => {
    const { perSecond = 0 } = await search(machine(limit))
    expect(perSecond).toBeLessThanOrEqual(limit)
    expect(perSecond * 1.2).toBeGreaterThan(limit)
  })

  it('says what stops the next rate', async () => {
    const { perSecond, limit, tried } = await search(machine(3_000))
    const refused = Math.min(...tried.filter(({ kept }) => !kept).map((trial) => trial.perSecond))
    expect(limit).toBe(`at ${refused}/s`)
    expect(refused).toBeGreaterThan(perSecond ?? Infinity)
  })

  it('tries once more before it gives a rate up', async () => {
    const seen = new Set<number>()
    const stumbles = async (perSecond: number): Promise<Trial> => {
      const again = seen.has(perSecond)
      seen.add(perSecond)
      return { perSecond, kept: again && perSecond <= 2_000, limit: 'busy' }
    }
    expect((await search(stumbles)).perSecond).toBe(2_000)
  })

  it('knows no rate where not even the lowest is kept, and no limit where the highest is', async () => {
    const none = await search(machine(0))
    expect(none.perSecond).toBeUndefined()
    expect(none.limit).toBe('at 500/s')
    const all = await search(machine(Infinity))
    expect(all).toMatchObject({ perSecond: 64_000 })
    expect(all.limit).toBeUndefined()
  })
})

describe('a rate', () => {
  const answered = (count: number, lag: number, run: object = {}) => {
    const measured = measuredFrom(Array.from({ length: count }, (_, k) => ({ at: k, end: k + 1 })))
    const health = { ...measured.run.health, scheduleLag: distributionOf([lag]) }
    return { run: { ...measured.run, health, ...run } }
  }

  it('is kept where all were answered and p99 of the lag is below 1 ms', () => {
    expect(judgeRate(1_000, answered(800, 999))).toEqual({ perSecond: 1_000, lagP99: 999, kept: true })
  })

  it('is not kept where sends were late, some unanswered, or the run invalid, and says which', () => {
    expect(judgeRate(1_000, answered(800, 1_000)).limit).toContain('schedule lag p99 is 1.00 ms')
    expect(judgeRate(1_000, answered(799, 10)).limit).toContain('1 of 800 were not answered')
    const validity = { valid: false, reasons: ['it was too much'] }
    expect(judgeRate(1_000, answered(800, 10, { validity })).limit).toContain('it was too much')
    expect(
      judgeRate(1_000, { run: { ...answered(800, 10).run, health: measuredFrom([]).run.health } }).kept,
    ).toBe(false)
  })
})
