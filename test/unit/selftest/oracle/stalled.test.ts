import { describe, expect, it } from 'vitest'
import { quantile } from '../../../../lib/selftest/oracle/quantile.ts'
import { evenly, stalledResponses } from '../../../../lib/selftest/oracle/stalled.ts'

describe('the responses of a server that stands still', () => {
  it('are the rest of the stall and the service time', () => {
    const server = { service: 5, stallFrom: 100, stallLength: 50 }
    // Before; being served when it begins; at its beginning; in its middle; at its last moment; after.
    expect(stalledResponses([90, 97, 100, 120, 149, 150], server)).toEqual([5, 53, 55, 35, 6, 5])
  })

  it('are those of a server that is simulated millisecond by millisecond', () => {
    for (const server of [
      { service: 20, stallFrom: 700, stallLength: 420 },
      { service: 3, stallFrom: 0, stallLength: 10 },
      { service: 60, stallFrom: 333, stallLength: 41 },
    ]) {
      const arrivals = evenly(200, 10)
      expect(stalledResponses(arrivals, server)).toEqual(simulate(arrivals, server))
    }
  })

  it('give the percentiles that were published for 100/s, 20 ms and a pause of 1.4 s in 10 s', () => {
    const responses = stalledResponses(evenly(1_000, 10), {
      service: 20,
      stallFrom: 4_000,
      stallLength: 1_400,
    })
    // Published to 10 ms, as the phase of the pause decides about that much.
    for (const [permille, published] of [
      [900, 430],
      [975, 1_180],
      [990, 1_330],
      [1_000, 1_420],
    ] as const) {
      expect(Math.abs((quantile(responses, permille) ?? NaN) - published)).toBeLessThanOrEqual(10)
    }
  })
})

describe('the nearest rank', () => {
  it('is the smallest value that enough others do not exceed', () => {
    expect(quantile([40, 10, 30, 20], 500)).toBe(20)
    expect(quantile([40, 10, 30, 20], 501)).toBe(30)
    expect(quantile([40, 10, 30, 20], 1_000)).toBe(40)
    expect(quantile([40, 10, 30, 20], 1)).toBe(10)
    expect(quantile([], 500)).toBeUndefined()
    // 99.9 % of a thousand is the 999th: a product in binary fractions may say the 1,000th.
    expect(quantile(evenly(1_000, 1), 999)).toBe(998)
  })
})

interface Server {
  readonly service: number
  readonly stallFrom: number
  readonly stallLength: number
}

/** A server that does something only in the milliseconds in which it does not stand still. */
function simulate(arrivals: readonly number[], { service, stallFrom, stallLength }: Server): number[] {
  const accepted = new Map<number, number>()
  const responses = new Map<number, number>()
  for (let now = 0; responses.size < arrivals.length; now += 1) {
    if (now >= stallFrom && now < stallFrom + stallLength) continue
    for (const at of arrivals) if (at <= now && !accepted.has(at)) accepted.set(at, now)
    for (const [at, since] of accepted) {
      if (now - since >= service && !responses.has(at)) responses.set(at, now - at)
    }
  }
  return arrivals.map((at) => responses.get(at) ?? NaN)
}
