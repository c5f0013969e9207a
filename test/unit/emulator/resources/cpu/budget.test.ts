import { expect, test } from 'vitest'

import { createBudget } from '../../../../../lib/emulator/resources/cpu/budget.ts'

test('a share of the time is paid in and what was used is taken out', () => {
  const budget = createBudget(0.1, 1_000, 500)
  // Half of what 20 ms bring.
  expect(budget.most).toBe(1)
  // 1 + 10 - 4
  expect(budget.settle(1_100, 504)).toBe(1)
  // 1 + 1 - 12
  expect(budget.settle(1_110, 516)).toBeCloseTo(-10, 9)
  expect(budget.settle(1_160, 516)).toBeCloseTo(-5, 9)
})

test('who waits saves nothing up', () => {
  const budget = createBudget(0.5, 0, 0)
  expect(budget.settle(60_000, 0)).toBe(5)
  expect(budget.settle(60_010, 10)).toBe(0)
})

test('a reading that is less than the one before takes nothing back', () => {
  const budget = createBudget(0.5, 0, 100)
  budget.settle(10, 110)
  // 5 - 10 + 5 + 5 = 5
  expect(budget.settle(20, 105)).toBe(5)
  expect(budget.settle(20, 112)).toBe(3)
})
