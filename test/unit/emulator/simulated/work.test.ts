import { expect, test } from 'vitest'

import { createDraws } from '../../../../lib/emulator/simulated/draws.ts'
import type { MeasuredPoint, SimulatedModel } from '../../../../lib/emulator/simulated/model.ts'
import { initMs, workMs } from '../../../../lib/emulator/simulated/work.ts'
import { billedMs } from '../../../../lib/emulator/logs/report-line.ts'
import { constant, simulatedFunction } from '../../../support/simulated-function.ts'

const draws = createDraws('any')

// cebert/aws-lambda-performance-benchmarks, "light", cold, nodejs22 arm64, us-east-2, 2025-12-02.
const published = [
  { memoryMb: 128, duration: 1_136.52, init: 341.44 },
  { memoryMb: 256, duration: 553.8, init: 327.77 },
  { memoryMb: 512, duration: 283.44, init: 336.12 },
  { memoryMb: 1_024, duration: 157, init: 338.38 },
  { memoryMb: 1_769, duration: 118.78, init: 333.14 },
  { memoryMb: 2_048, duration: 118.21, init: 338.81 },
]
const points: readonly MeasuredPoint[] = published.map(({ memoryMb, duration, init }) => ({
  memoryMb,
  duration: constant(duration),
  init: constant(init),
}))
const sweep: SimulatedModel = simulatedFunction({ work: { kind: 'measured', points } }).model

test.each(published)('a published sweep comes back as it was typed in, at $memoryMb MB', (point) => {
  expect(workMs(sweep.work, point.memoryMb, draws)).toBe(point.duration)
  expect(initMs(sweep, point.memoryMb, draws)).toBe(point.init)
})

test('the bill of the published sweep at 128 MB comes out within 0.1 % of $2.6633 per million', () => {
  const billed = billedMs(workMs(sweep.work, 128, draws), initMs(sweep, 128, draws))
  const perMillion = (billed / 1_000) * (128 / 1_024) * 0.0000133334 * 1_000_000 + 0.2
  expect(Math.abs(perMillion / 2.6633 - 1)).toBeLessThan(0.001)
})

test('between two measured settings time goes with a power of memory', () => {
  // From 128 to 512 MB time falls to a quarter, so it halves at each doubling.
  const work = {
    kind: 'measured',
    points: [
      { memoryMb: 128, duration: constant(800) },
      { memoryMb: 512, duration: constant(200) },
    ],
  } as const
  expect(workMs(work, 256, draws)).toBeCloseTo(400, 9)
})

test('beyond the measured settings it stays as at the nearest', () => {
  expect(workMs(sweep.work, 64, draws)).toBe(1_136.52)
  expect(workMs(sweep.work, 10_240, draws)).toBe(118.21)
  expect(initMs(sweep, 10_240, draws)).toBe(338.81)
})

test('a setting without an INIT of its own has that of the model', () => {
  const init = constant(50)
  const model = simulatedFunction({
    init,
    work: { kind: 'measured', points: [{ memoryMb: 128, duration: constant(1) }] },
  }).model
  expect(initMs(model, 512, draws)).toBe(50)
})

test('neighbouring settings draw the same number: a slow invocation is as slow a one in between', () => {
  const duration = (fromMs: number) => ({ kind: 'uniform', fromMs, toMs: 2 * fromMs }) as const
  const point = (memoryMb: number, fromMs: number) => ({ memoryMb, duration: duration(fromMs) })
  const work = { kind: 'measured', points: [point(128, 100), point(512, 100)] } as const
  for (let seed = 0; seed < 50; seed += 1) {
    const own = createDraws(`seed ${seed}`)
    expect(workMs(work, 300, own)).toBeCloseTo(workMs(work, 128, own), 9)
  }
})

test.each([
  // 1,000 ms at one whole vCPU (1,769 MB) and 5 ms of waiting, which no memory makes shorter.
  [1_769, 1_005],
  [884.5, 2_005],
  [128, 5 + (1_000 * 1_769) / 128],
  [3_008, 1_005],
])('a share of the processor at %d MB makes 1 s of computing and 5 ms of waiting %d ms', (memoryMb, ms) => {
  const work = { kind: 'share', compute: constant(1_000), wait: constant(5) } as const
  expect(workMs(work, memoryMb, draws)).toBeCloseTo(ms, 9)
})

test('INIT takes the same at every share: it has its boost', () => {
  const { model } = simulatedFunction({ init: constant(300) })
  expect([128, 1_769].map((memoryMb) => initMs(model, memoryMb, draws))).toEqual([300, 300])
})
