import { expect, test } from 'vitest'

import { dueOf, isSaturated } from '../../../../../lib/emulator/resources/sampling/account.ts'

const quiet = { busy: 1, used: 0, waited: 0, heldBack: 0 }

test('a function that waits for a timer wants nothing and is due nothing', () => {
  expect(dueOf(quiet, 0.1)).toEqual({ wanted: 0, due: 0, waited: 0 })
})

test('one that is held back all the time got what it was due', () => {
  const told = dueOf({ ...quiet, used: 0.1, heldBack: 0.9 }, 0.1)
  expect(told).toEqual({ wanted: 1, due: 0.1, waited: 0 })
})

test('one thread is due no more than one core, whatever the share', () => {
  expect(dueOf({ ...quiet, used: 0.4, waited: 0.1 }, 2)).toEqual({ wanted: 0.5, due: 0.5, waited: 0.1 })
})

test('two threads that share one vCPU want it once', () => {
  // Each ran for half of the second and was held back for the other half.
  expect(dueOf({ ...quiet, used: 1, heldBack: 1 }, 1)).toMatchObject({ wanted: 1, due: 1 })
})

test.each([
  ['six of one vCPU on two cores', { due: 6, used: 2, waited: 4 }, true],
  ['two that get what they are due', { due: 2, used: 1.98, waited: 0.02 }, false],
  ['one that another program keeps from its core', { due: 1, used: 0.6, waited: 0.4 }, true],
  ['one that is a little short', { due: 1, used: 0.92, waited: 0.08 }, false],
  ['one that lost time without waiting for a core', { due: 1, used: 0.6, waited: 0.05 }, false],
  ['next to nothing', { due: 0.01, used: 0, waited: 0.01 }, false],
])('%s: %j, saturated %s', (_, load, saturated) => {
  expect(isSaturated({ ...load, span: 1, cores: 2 })).toBe(saturated)
})
