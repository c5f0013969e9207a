import type { SimulatedFunction } from '../../lib/emulator/protocol.ts'

/** A function that is a model: INIT of some 200 ms, then 2 ms of waiting and some computing of 3 at one vCPU. */
export function simulatedFunction(name: string): SimulatedFunction {
  return {
    name,
    runtime: 'simulated',
    memoryMb: 1_769,
    timeoutMs: 60_000,
    ephemeralStorageMb: 512,
    env: {},
    model: {
      seed: 1,
      init: { kind: 'lognormal', medianMs: 200, p99Ms: 400 },
      work: {
        kind: 'share',
        compute: { kind: 'lognormal', medianMs: 3, p99Ms: 9 },
        wait: { kind: 'constant', ms: 2 },
      },
      memoryUsed: { baseMb: 60, perInvocationMb: 0 },
      failures: { error: 0, exit: 0, timeout: 0, outOfMemory: 0, init: 0 },
      responseBytes: 0,
    },
  }
}
