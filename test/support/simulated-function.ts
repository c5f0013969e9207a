import type { SimulatedFunction } from '../../lib/emulator/protocol.ts'
import type { Distribution, FailureRates, SimulatedModel } from '../../lib/emulator/simulated/model.ts'

export const constant = (ms: number): Distribution => ({ kind: 'constant', ms })

export const noFailures: FailureRates = { error: 0, exit: 0, timeout: 0, outOfMemory: 0, init: 0 }

/** A function whose INIT takes 200 ms and whose invocations take 20 ms, at every memory setting. */
export function simulatedFunction(
  model: Partial<SimulatedModel> = {},
  settings: Partial<Omit<SimulatedFunction, 'model' | 'runtime'>> = {},
): SimulatedFunction {
  return {
    name: 'modelled',
    runtime: 'simulated',
    memoryMb: 512,
    timeoutMs: 3_000,
    ephemeralStorageMb: 512,
    env: {},
    ...settings,
    model: {
      seed: 1,
      init: constant(200),
      work: { kind: 'share', compute: constant(0), wait: constant(20) },
      memoryUsed: { baseMb: 60, perInvocationMb: 0 },
      failures: noFailures,
      responseBytes: 0,
      ...model,
    },
  }
}
