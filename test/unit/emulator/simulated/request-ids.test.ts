import { expect, test } from 'vitest'

import type { DeployedFunction } from '../../../../lib/emulator/functions/deployment.ts'
import { createRequestIds } from '../../../../lib/emulator/simulated/request-ids.ts'
import { fixture } from '../../../support/emulator.ts'
import { simulatedFunction } from '../../../support/simulated-function.ts'

const deploymentOf = (fn: DeployedFunction) => ({ id: `${fn.name}:1`, version: '$LATEST', fn })
const one = deploymentOf(simulatedFunction({}, { name: 'one' }))
const other = deploymentOf(simulatedFunction({}, { name: 'other' }))

test('the ids of a simulated function are those of the seed, one after the other', () => {
  const [ids, again, different] = [createRequestIds(7), createRequestIds(7), createRequestIds(8)]
  const first = [ids(one), ids(one), ids(one)]
  expect([again(one), again(one), again(one)]).toEqual(first)
  expect(new Set([...first, ids(other), different(one)]).size).toBe(5)
})

test('other functions called in between change nothing in them', () => {
  const [alone, among] = [createRequestIds(7), createRequestIds(7)]
  const first = among(one)
  among(other)
  expect([first, among(one)]).toEqual([alone(one), alone(one)])
})

test('they look like random UUIDs', () => {
  const ids = createRequestIds(7)
  for (let number = 0; number < 200; number += 1) {
    expect(ids(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})

test('the ids of a process are really random', () => {
  const deployment = deploymentOf(fixture('probe', 'process'))
  expect(createRequestIds(7)(deployment)).not.toBe(createRequestIds(7)(deployment))
})
