import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Block } from '../../lib/model/block.ts'
import type { ComparisonPlan } from '../../lib/model/comparison-plan.ts'
import type { Observation } from '../../lib/model/observation.ts'
import type { PhasePlan } from '../../lib/model/plan.ts'
import type { TargetFacts } from '../../lib/model/run.ts'
import { fromMillis, micros } from '../../lib/model/time.ts'
import {
  type ComparisonState,
  createBlockFolder,
  openComparison,
  type StoredComparison,
  writeComparisonPlan,
  writeComparisonState,
} from '../../lib/store/comparison-folder.ts'
import { writePlan } from '../../lib/store/run-folder.ts'
import { printEnd, printHeader, type ShareEnd, shareFileName } from '../../lib/store/share-file.ts'
import { printObservation } from './print-observation.ts'
import { loadPhase, memorySetting } from './sampled.ts'
import { exampleFacts, exampleTool, planWith, storedPlanWith } from './stored-plan.ts'
import { temporaryFolder } from './temporary-folder.ts'

const phases: readonly PhasePlan[] = [{ ...loadPhase, name: 'warm-up', discard: true }, loadPhase]

/** Two memory sizes, 100 warm samples and 20 cold ones of each, unless it says more. */
export const storedComparisonPlan = (more: Partial<ComparisonPlan> = {}): ComparisonPlan => ({
  schema: 'coldburst/comparison-plan@1',
  base: planWith({ phases: [loadPhase] }),
  settings: [memorySetting(128), memorySetting(512)],
  staging: 'versions',
  design: { warm: 100, warmPerBlock: 5, cold: 20, coldPerBlock: 5, mostWarm: 100 },
  goals: { weight: 0.5, limits: [], tolerance: 0.05 },
  ...more,
})

/** Of a comparison that ended as it should have. */
export const comparisonState = (more: Partial<ComparisonState> = {}): ComparisonState => ({
  schema: 'coldburst/comparison-state@1',
  ended: 'completed',
  durationMs: 90_000,
  skipped: [],
  givenUp: [],
  cutShort: [],
  faults: [],
  calls: 12,
  putBack: { kind: 'put-back', versionsDeleted: 8, aliasesDeleted: 8 },
  ...more,
})

export interface FiredBlock {
  readonly block: Block
  /** Of phase 0, a warm-up, or of phase 1. */
  readonly observations: readonly Observation[]
  /** How its share ended; null for one whose process died. */
  readonly end?: Partial<ShareEnd> | null
  readonly facts?: Partial<TargetFacts>
}

interface StoredParts {
  readonly plan?: Partial<ComparisonPlan>
  /** Undefined where it died before there was one. */
  readonly state?: ComparisonState | undefined
  readonly blocks: readonly FiredBlock[]
}

/** A comparison on disk, as firing leaves it. */
export function storeComparison({ plan, state, blocks }: StoredParts): string {
  const folder = temporaryFolder()
  const startedAt = '2026-11-23T12:00:00.000Z'
  const facts = { ...exampleFacts, architecture: 'arm64' as const, region: 'us-east-1' }
  const stored = { tool: exampleTool, startedAt, facts, plan: storedComparisonPlan(plan) }
  writeComparisonPlan(folder, { schema: 'coldburst/stored-comparison@1', ...stored })
  if (state !== undefined) writeComparisonState(folder, state)
  for (const fired of blocks) storeBlock(folder, fired, facts)
  return folder
}

export const storedComparison = (parts: StoredParts): StoredComparison =>
  openComparison(storeComparison(parts))

function storeBlock(folder: string, { block, observations, end, facts }: FiredBlock, all: TargetFacts): void {
  const path = createBlockFolder(folder, block)
  const at = { ...all, ...(block.memoryMb !== undefined && { memoryMb: block.memoryMb }), ...facts }
  writePlan(path, storedPlanWith({ facts: at, plan: planWith({ phases }) }))
  const lines = observations.map(printObservation).join('')
  const last = end === null ? '' : printEnd({ ...quietEnd, ...end })
  writeFileSync(join(path, shareFileName(0)), printHeader({ index: 0, of: 1 }) + lines + last)
}

const quietEnd: ShareEnd = {
  ended: 'completed',
  at: fromMillis(60_000),
  eventLoopDelay: { p99: micros(300), max: micros(900) },
  busy: 0.2,
  peakInFlight: 2,
}
