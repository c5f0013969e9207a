import { expect, test } from 'vitest'

import { parseMessage } from '../../../../lib/emulator/parse-message.ts'
import type { Distribution, SimulatedModel } from '../../../../lib/emulator/simulated/model.ts'
import { constant, noFailures, simulatedFunction } from '../../../support/simulated-function.ts'

function problemsOf(model: Partial<SimulatedModel>): readonly string[] {
  const functions = [simulatedFunction(model)]
  const parsed = parseMessage({ kind: 'start', config: { port: 0, region: 'us-east-1', functions } })
  return parsed.kind === 'invalid' ? parsed.problems : []
}

const at = (memoryMb: number) => ({ memoryMb, duration: constant(10) })

test('a whole model has no problem', () => {
  const init: Distribution = { kind: 'samples', ms: [1, 2] }
  expect(problemsOf({ init, work: { kind: 'measured', points: [at(128), at(256)] } })).toEqual([])
})

test.each<[string, Partial<SimulatedModel>, string]>([
  [
    'a range from high to low',
    { init: { kind: 'uniform', fromMs: 5, toMs: 4 } },
    'config.functions[0].model.init.toMs: must not be below fromMs',
  ],
  [
    'a 99th percentile below the median',
    { init: { kind: 'lognormal', medianMs: 5, p99Ms: 4 } },
    'config.functions[0].model.init.p99Ms: must not be below medianMs',
  ],
  [
    'the same memory measured twice',
    { work: { kind: 'measured', points: [at(128), at(256), at(256)] } },
    'config.functions[0].model.work.points: must ascend in memoryMb',
  ],
  [
    'more failures than invocations',
    { failures: { ...noFailures, error: 0.6, timeout: 0.5 } },
    'config.functions[0].model.failures: must not end more than all invocations',
  ],
])('%s is named where it stands', (_, model, problem) => {
  expect(problemsOf(model)).toEqual([problem])
})
