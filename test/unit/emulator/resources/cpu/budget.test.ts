import { expect, test } from 'vitest'

import { createBudget } from '../../../../../lib/emulator/resources/cpu/budget.ts'

const moment = (now: number, usedMs: number, waitedMs = 0) => ({ now, usedMs, waitedMs })

test('a share of the time is paid in and what was used is taken out', () => {
  const budget = createBudget(0.1, moment(1_000, 500))
  // Half of what 20 ms bring.
  expect(budget.most).toBe(1)
  // Busy for 5 of 10 ms: 1 + 0.5 - 5, and 0.5 for the rest.
  expect(budget.settle(moment(1_010, 505))).toBeCloseTo(-3, 9)
  expect(budget.settle(moment(1_020, 505))).toBeCloseTo(-2, 9)
})

test('who does not want the processor saves up no more than half a period', () => {
  const budget = createBudget(0.5, moment(0, 0))
  expect(budget.settle(moment(60_000, 0))).toBe(5)
  expect(budget.settle(moment(60_010, 10))).toBe(0)
})

test('who had to wait for it keeps what it is due, up to five periods', () => {
  const budget = createBudget(0.5, moment(0, 0))
  expect(budget.settle(moment(20, 0, 20))).toBe(15)
  // Idle time adds nothing to that, and takes nothing away.
  expect(budget.settle(moment(40, 0, 20))).toBe(15)
  expect(budget.settle(moment(9_040, 0, 9_020))).toBe(50)
})

test('a reading that is less than the one before takes nothing back', () => {
  const budget = createBudget(0.5, moment(0, 100))
  // 5 + 5 - 10
  expect(budget.settle(moment(10, 110))).toBe(0)
  expect(budget.settle(moment(10, 105))).toBe(0)
  expect(budget.settle(moment(10, 112))).toBe(-2)
})
