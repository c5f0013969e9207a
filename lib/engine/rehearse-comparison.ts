import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Secrets } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import { type SameVersion, sameVersions } from '../model/same-version.ts'
import type { Rehearsal } from '../settings/rehearse.ts'
import { type ComparisonPreflight, preflightComparison } from './comparison-preflight.ts'
import { rehearseStage, type StageWishes } from './comparison-stage.ts'
import { isGivenUp } from '../settings/patient-plane.ts'
import { openTarget } from './open-target.ts'

/** What a comparison would do. */
export interface RehearsedComparison extends Rehearsal {
  readonly facts: TargetFacts
  readonly preflight: ComparisonPreflight
  /** Qualifiers between which only chance can differ. */
  readonly sameVersions: readonly SameVersion[]
}

/**
 * Goes through a comparison without changing or firing anything. Throws UsageError where it could not be done; undefined
 * when `drain` aborts before all is known.
 */
export async function rehearseComparison(
  wishes: StageWishes & { readonly secrets: Secrets },
): Promise<RehearsedComparison | undefined> {
  const { plan, secrets, drain } = wishes
  // A local Lambda keeps its logs in the folder of the run, and there is none.
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-dry-run-'))
  try {
    const target = await openTarget(plan.base, secrets, folder, drain)
    try {
      const rehearsal = await rehearseStage(wishes, target)
      const preflight = preflightComparison(plan, target, rehearsal)
      return { ...rehearsal, facts: target.facts, preflight, sameVersions: sameVersions(rehearsal.found) }
    } catch (error) {
      if (!isGivenUp(error, drain)) throw error
      return undefined
    } finally {
      await target.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
