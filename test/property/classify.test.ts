import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClassifier } from '../../lib/classify/classify.ts'
import { createLedger } from '../../lib/classify/ledger.ts'
import { certainlyOverlapped } from '../../lib/classify/overlap.ts'
import { addPoint, emptyTrend, explained, slope } from '../../lib/classify/trend.ts'
import type { Markers } from '../../lib/model/markers.ts'
import { fromMillis, micros } from '../../lib/model/time.ts'
import { sentWith } from '../unit/classify/sent.ts'

/** One invocation of a simulated environment: which, and whether its process dies of it. */
const step = fc.record({
  environment: fc.integer({ min: 0, max: 5 }),
  crashes: fc.boolean(),
  discarded: fc.boolean(),
})

interface Truth {
  readonly start: 'cold' | 'reinitialized' | 'warm'
  readonly markers: Markers
  readonly discarded: boolean
  readonly environment: string
}

/** What environments that keep their id and files over a crash would do and say. */
function live(steps: readonly { environment: number; crashes: boolean; discarded: boolean }[]): Truth[] {
  const alive = new Map<number, { process: number; call: number; crashed: boolean }>()
  return steps.map(({ environment, crashes, discarded }) => {
    const before = alive.get(environment)
    const renewed = before === undefined || before.crashed
    const process = (before?.process ?? 0) + (renewed ? 1 : 0)
    const call = renewed ? 1 : before.call + 1
    alive.set(environment, { process, call, crashed: crashes })
    const id = `environment-${environment}`
    const cold = before === undefined
    return {
      start: cold ? 'cold' : renewed ? 'reinitialized' : 'warm',
      discarded,
      environment: id,
      markers: {
        report: { form: 'text', duration: fromMillis(5), ...(cold && { initDuration: fromMillis(80) }) },
        probe: { from: crashes ? 'log' : 'payload', environmentId: id, processId: `${id}-${process}`, call },
      },
    }
  })
}

const runs = fc.array(step, { maxLength: 80 }).map(live)

test('every start of environments that crash and are reused is told as it was', () => {
  fc.assert(
    fc.property(runs, (truths) => {
      const classifier = createClassifier({ reportsInit: true })
      const judged = truths.map(({ markers }) => classifier.classify({ ...sentWith({}), markers }))
      expect(judged.map(({ start }) => start)).toEqual(truths.map(({ start }) => start))
      expect(judged.filter(({ disagreement }) => disagreement !== undefined)).toEqual([])
    }),
  )
})

test('without any REPORT the probe alone tells the same', () => {
  fc.assert(
    fc.property(runs, (truths) => {
      const classifier = createClassifier({ reportsInit: false })
      const judged = truths.map(({ markers: { probe } }) =>
        classifier.classify({ ...sentWith({}), markers: probe === undefined ? {} : { probe } }),
      )
      expect(judged.map(({ start }) => start)).toEqual(truths.map(({ start }) => start))
    }),
  )
})

test('the ledger accounts for every counted invocation once', () => {
  fc.assert(
    fc.property(runs, (truths) => {
      const ledger = createLedger({ recordIdleGap: () => undefined })
      const classifier = createClassifier({ reportsInit: true })
      truths.forEach(({ markers, discarded }, i) => {
        const sent = { ...sentWith({ at: i * 1_000 }), markers }
        ledger.add(sent, classifier.classify(sent), { discarded })
      })
      const environments = ledger.finish({}, 1)
      const counted = truths.filter(({ discarded }) => !discarded)
      const reused = environments.reuse.reduce((sum, [served, howMany]) => sum + served * howMany, 0)
      expect(reused + environments.unidentified).toBe(counted.length)
      expect(environments.count).toBe(new Set(counted.map(({ environment }) => environment)).size)
      expect(environments.overlaps).toBe(0)
    }),
  )
})

test('two invocations overlapped for certain exactly when no placing of them avoids it', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }))
    .map(([sentAt, length, ranFor]) => ({
      sentAt: micros(sentAt),
      endedAt: micros(sentAt + length),
      duration: micros(Math.min(length, ranFor)),
    }))
  fc.assert(
    fc.property(span, span, (a, b) => {
      const starts = (of: typeof a): number[] =>
        Array.from({ length: of.endedAt - of.duration - of.sentAt + 1 }, (_, i) => of.sentAt + i)
      const sideBySide = starts(a).some((from) =>
        starts(b).some((other) => from + a.duration <= other || other + b.duration <= from),
      )
      expect(certainlyOverlapped(a, b)).toBe(!sideBySide)
    }),
  )
})

test('the running line is the least-squares line of all points', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 2, maxLength: 50 }),
      (values) => {
        const trend = emptyTrend()
        values.forEach((value, i) => addPoint(trend, i + 1, value))
        const n = values.length
        const meanX = (n + 1) / 2
        const meanY = values.reduce((sum, value) => sum + value, 0) / n
        const sum = (of: (dx: number, dy: number) => number): number =>
          values.reduce((total, value, i) => total + of(i + 1 - meanX, value - meanY), 0)
        const xy = sum((dx, dy) => dx * dy)
        const yy = sum((_, dy) => dy * dy)
        const xx = sum((dx) => dx * dx)
        expect(Math.abs((slope(trend) ?? Number.NaN) - xy / xx)).toBeLessThan(0.01)
        expect(explained(trend)).toBeCloseTo(yy === 0 ? 0 : (xy * xy) / (xx * yy), 5)
      },
    ),
  )
})
