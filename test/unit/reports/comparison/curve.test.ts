import { describe, expect, test } from 'vitest'
import { type Box, placeLabels } from '../../../../reports/comparison/curve/labels.ts'
import { scaleOf } from '../../../../reports/comparison/curve/scale.ts'
import { moneyTicks, timeTicks } from '../../../../reports/comparison/curve/tick-texts.ts'
import { brailleLine } from '../../../../reports/comparison/terminal/canvas.ts'

describe('a scale', () => {
  test('is linear up to a ratio of ten, between round numbers that leave some room', () => {
    const scale = scaleOf([300, 700], 4)
    expect(scale).toMatchObject({
      kind: 'linear',
      low: 200,
      high: 800,
      ticks: [200, 300, 400, 500, 600, 700, 800],
    })
    expect([200, 500, 800].map(scale.at)).toEqual([0, 0.5, 1])
  })

  test('is logarithmic beyond it', () => {
    const scale = scaleOf([100, 10_000], 6)
    expect(scale).toMatchObject({ kind: 'log', ticks: [100, 200, 500, 1_000, 2_000, 5_000, 10_000] })
    expect(scale.at(1_000)).toBeCloseTo(0.5, 9)
  })

  test('does not blow up a difference that hardly is one', () => {
    const { low, high } = scaleOf([5.62, 5.66], 4)
    expect(high - low).toBeGreaterThanOrEqual(5.66 / 4)
    expect(low).toBeGreaterThan(0)
  })

  test('begins at 0 where that costs little room, and holds a 0', () => {
    expect(scaleOf([1, 8], 4).low).toBe(0)
    expect(scaleOf([0, 0], 4).at(0)).toBe(0)
    expect(scaleOf([0, 500], 5).at(0)).toBe(0)
  })

  test.each([[[5e-324]], [[0, 1e-300]], [[1e-10, 50_000]], [[1, 9e8]]])(
    'places %j between 0 and 1',
    (values) => {
      const { at, ticks } = scaleOf(values, 5)
      expect(ticks.length).toBeLessThan(30)
      for (const value of values) {
        expect(at(value)).toBeGreaterThanOrEqual(0)
        expect(at(value)).toBeLessThanOrEqual(1)
      }
    },
  )
})

test('round numbers are printed without digits that say nothing', () => {
  expect(timeTicks(scaleOf([20_000, 2_500_000], 8))).toEqual([
    '20 ms',
    '50 ms',
    '100 ms',
    '200 ms',
    '500 ms',
    '1 s',
    '2 s',
    '5 s',
  ])
  expect(timeTicks(scaleOf([1_000_000, 2_000_000], 4))).toEqual([
    '750 ms',
    '1 s',
    '1.25 s',
    '1.5 s',
    '1.75 s',
    '2 s',
    '2.25 s',
  ])
  expect(moneyTicks(scaleOf([3, 7], 4))).toEqual(['$2', '$3', '$4', '$5', '$6', '$7', '$8'])
  expect(moneyTicks(scaleOf([4, 6], 4))).toEqual([
    '$3.50',
    '$4.00',
    '$4.50',
    '$5.00',
    '$5.50',
    '$6.00',
    '$6.50',
  ])
  expect(moneyTicks(scaleOf([0.2, 20], 6))).toEqual(['$0.20', '$0.50', '$1', '$2', '$5', '$10', '$20'])
})

describe('names', () => {
  const options = {
    area: { left: 0, top: 0, width: 40, height: 10 },
    height: 1,
    mark: 1,
    gap: { x: 1.5, y: 0.5 },
    apart: 1,
    rings: 0,
    avoid: [],
    round: Math.round,
  }
  const at = (x: number, y: number, width = 6) => ({ x: x + 0.5, y: y + 0.5, width })

  test('stand right of their marks, and left at the right edge', () => {
    expect(placeLabels([at(5, 5), at(38, 2)], options)).toEqual([
      { left: 7, top: 5, width: 6, height: 1 },
      { left: 31, top: 2, width: 6, height: 1 },
    ])
  })

  test('cover no mark, no other name, and nothing outside', () => {
    const anchors = [at(3, 3), at(5, 3), at(7, 3), at(9, 3), at(0, 0), at(39, 9)]
    const boxes = placeLabels(anchors, options)
    const placed = boxes.filter((box): box is Box => box !== undefined)
    expect(placed.length).toBeGreaterThanOrEqual(4)
    const cells = placed.flatMap(({ left, top, width }) =>
      Array.from({ length: width }, (_, step) => `${left + step} ${top}`),
    )
    const marks = anchors.map(({ x, y }) => `${x - 0.5} ${y - 0.5}`)
    expect(new Set([...cells, ...marks]).size).toBe(cells.length + marks.length)
    for (const { left, top, width } of placed) {
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0)
      expect(left + width).toBeLessThanOrEqual(40)
      expect(top).toBeLessThan(10)
    }
  })

  test('keep off lines where they can', () => {
    const line = Array.from({ length: 20 }, (_, step) => ({ x: 5.5 + step, y: 5.5 }))
    expect(placeLabels([at(5, 5)], { ...options, avoid: line })[0]?.top).not.toBe(5)
  })

  test('have no place where there is none', () => {
    expect(placeLabels([at(5, 5, 41)], options)).toEqual([undefined])
  })
})

test('a line of dots goes from cell to cell', () => {
  // Along the middle of a row: the third of four dots downwards, both columns.
  expect(
    brailleLine([
      { x: 0, y: 0 },
      { x: 2, y: 0 },
    ]),
  ).toEqual([
    { column: 0, row: 0, sign: '⠠' },
    { column: 1, row: 0, sign: '⠤' },
    { column: 2, row: 0, sign: '⠤' },
  ])
  expect(brailleLine([])).toEqual([])
  expect(brailleLine([{ x: 1, y: 1 }])).toEqual([])
})
