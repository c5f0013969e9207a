import type { Plan } from '../../lib/model/plan.ts'
import type { TargetFacts, Tool } from '../../lib/model/run.ts'
import { fromSeconds } from '../../lib/model/time.ts'
import type { StoredPlan } from '../../lib/store/run-folder.ts'

/** A plan of one burst of 10 at a function `hello`, unless `overrides` say more. */
export function planWith(overrides: Partial<Plan> = {}): Plan {
  return {
    schema: 'coldburst/plan@1',
    name: 'example',
    seed: 1,
    target: { kind: 'lambda', function: 'hello', logTail: true },
    payloads: [{ weight: 1, bytes: 2, sha256: '44136fa355b3678a' }],
    phases: [
      {
        name: 'bursts',
        discard: false,
        load: { kind: 'burst', size: 10, repeat: 1, every: fromSeconds(2) },
      },
    ],
    maxInFlight: 10_000,
    timeout: fromSeconds(930),
    firing: { transport: 'lean', threads: 1, prewarm: true, onLate: 'send' },
    thresholds: [],
    inconclusive: 'pass',
    pricing: { initBilling: 'current', maxCost: 1 },
    ...overrides,
  }
}

export const exampleTool: Tool = {
  name: 'coldburst',
  version: '0.1.0',
  node: 'v20.19.0',
  platform: 'linux x64',
  cpus: 2,
}

export const exampleFacts: TargetFacts = {
  kind: 'lambda',
  function: 'hello',
  versions: [],
  memoryMb: 128,
  architecture: 'x86_64',
  architectureFrom: 'function',
  runtime: 'nodejs22.x',
  region: 'eu-west-1',
  endpoint: 'https://lambda.eu-west-1.amazonaws.com',
  emulated: false,
}

export function storedPlanWith(overrides: Partial<StoredPlan> = {}): StoredPlan {
  return {
    schema: 'coldburst/stored-plan@1',
    tool: exampleTool,
    startedAt: '2026-11-23T12:00:00.000Z',
    facts: exampleFacts,
    plan: planWith(),
    ...overrides,
  }
}
