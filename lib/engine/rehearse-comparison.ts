import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Secrets } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import type { Rehearsal } from '../settings/rehearse.ts'
import { type ComparisonPreflight, preflightComparison } from './comparison-preflight.ts'
import { rehearseStage, type StageWishes } from './comparison-stage.ts'
import { openTarget } from './open-target.ts'

/** What a comparison would do. */
export interface RehearsedComparison extends Rehearsal {
  readonly facts: TargetFacts
  readonly preflight: ComparisonPreflight
}

/** Goes through a comparison without changing or firing anything. Throws UsageError where it could not be done. */
export async function rehearseComparison(
  wishes: StageWishes & { readonly secrets: Secrets; readonly drain: AbortSignal },
): Promise<RehearsedComparison> {
  const { plan, secrets, drain } = wishes
  // A local Lambda keeps its logs in the folder of the run, and there is none.
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-dry-run-'))
  try {
    const target = await openTarget(plan.base, secrets, folder, drain)
    try {
      const rehearsal = await rehearseStage(wishes, target)
      return { ...rehearsal, facts: target.facts, preflight: preflightComparison(plan, target, rehearsal) }
    } finally {
      await target.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
