import { describe, expect, it } from 'vitest'
import { HealthLog, type TakenSample } from '../../../lib/engine/health-log.ts'
import type { HealthSample } from '../../../lib/model/health.ts'
import { fromSeconds, micros } from '../../../lib/model/time.ts'

const s = fromSeconds

function taken(second: number, sent: number): TakenSample {
  const sample = { busy: 0.5, longestDelay: micros(0), sent, late: 0, dropped: 0, waited: 0, inFlight: 1 }
  return { at: s(second), over: s(1), sample }
}

function logOf(threads: number): { log: HealthLog; lines: HealthSample[]; closed: () => boolean } {
  const lines: HealthSample[] = []
  let closed = false
  const writer = { append: (line: HealthSample) => void lines.push(line), close: () => void (closed = true) }
  return { log: new HealthLog(writer, threads), lines, closed: () => closed }
}

const sentOf = (lines: readonly HealthSample[]): number[][] =>
  lines.map(({ threads }) => threads.map(({ sent }) => sent))

describe('the log of a run’s health', () => {
  it('has a line for each stretch of a single thread, at once', () => {
    const { log, lines } = logOf(1)
    log.hear(0, taken(1, 10))
    expect(lines).toMatchObject([{ at: s(1), threads: [{ share: 0, over: s(1), sent: 10 }] }])
    log.hear(0, taken(2, 20))
    expect(sentOf(lines)).toEqual([[10], [20]])
  })

  it('puts the samples of several threads into one line, in the order of their shares', () => {
    const { log, lines } = logOf(2)
    log.hear(1, taken(1, 11))
    log.hear(0, taken(1, 10))
    expect(sentOf(lines)).toEqual([[10, 11]])
  })

  it('does not wait for a thread that stands still', () => {
    const { log, lines } = logOf(2)
    log.hear(0, taken(1, 10))
    log.hear(0, taken(2, 20))
    log.hear(1, taken(2, 21))
    expect(sentOf(lines)).toEqual([[10], [20, 21]])
  })

  it('gives the last bit of a thread its own length, beside the stretch of another', () => {
    const { log, lines } = logOf(2)
    log.hear(0, { ...taken(1, 1), over: micros(250) })
    log.hear(1, taken(1, 900))
    expect(lines).toMatchObject([
      {
        threads: [
          { share: 0, over: 250, sent: 1 },
          { share: 1, over: s(1), sent: 900 },
        ],
      },
    ])
  })

  it('waits no longer for a thread that has ended, and keeps the shares of the others', () => {
    const { log, lines } = logOf(2)
    log.hear(1, taken(1, 11))
    log.leave(0)
    log.hear(1, taken(2, 21))
    log.leave(1)
    log.close()
    expect(lines).toMatchObject([
      { at: s(1), threads: [{ share: 1, sent: 11 }] },
      { at: s(2), threads: [{ share: 1, sent: 21 }] },
    ])
  })

  it('measures processor time over the time between two lines', () => {
    const { log, lines } = logOf(1)
    const from = performance.now()
    log.hear(0, taken(1, 10))
    log.hear(0, taken(2, 10))
    const most = (performance.now() - from) * 1_000
    expect(lines[1]!.over).toBeGreaterThan(0)
    expect(lines[1]!.over).toBeLessThanOrEqual(most + 1)
  })

  it('writes what it still holds when it is closed, and closes its file', () => {
    const { log, lines, closed } = logOf(2)
    log.hear(1, taken(1, 11))
    log.close()
    expect(sentOf(lines)).toEqual([[11]])
    expect(closed()).toBe(true)
  })

  it('says how much processor time this process and the machine used', () => {
    const { log, lines } = logOf(1)
    const end = performance.now() + 30
    while (performance.now() < end);
    log.hear(0, taken(1, 10))
    expect(lines[0]!.processCores).toBeGreaterThan(0)
    const { machine = 0 } = lines[0]!
    expect(machine).toBeGreaterThanOrEqual(0)
    expect(machine).toBeLessThanOrEqual(1)
  })
})
