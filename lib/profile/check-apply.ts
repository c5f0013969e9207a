import type { Staging } from '../model/comparison-plan.ts'
import type { TargetPlan } from '../model/plan.ts'
import { readAlias } from './lambda-target.ts'
import { accept, type Problems } from './problems.ts'

/** That the recommended setting is to be applied. */
export interface ApplySaid {
  /** The flag that says so. */
  readonly where: string
  /** The alias that shall stand for it then. */
  readonly alias?: string | undefined
  /** Whether somebody is there to be asked before, or need not be. */
  readonly canAsk: boolean
}

/**
 * Nothing can be applied to a function that is gone afterwards, nor where nothing is changed; and whoever is not there
 * to be asked would learn it only after everything was fired.
 */
export function checkApply(
  apply: ApplySaid | undefined,
  target: TargetPlan['kind'],
  staging: Staging,
  problems: Problems,
): void {
  if (apply === undefined) return
  const place = { where: apply.where }
  if (apply.alias !== undefined) accept({ value: apply.alias, place }, readAlias, problems)
  if (target === 'local')
    problems.add(
      place,
      'changes a function on AWS, and the local Lambda ends with the comparison; leave it out',
    )
  else if (staging === 'none')
    problems.add(place, 'writes a setting, and qualifiers are compared as they are; leave it out')
  else if (!apply.canAsk)
    problems.add(place, 'asks before it changes the function, and there is no terminal here; add --yes')
}
