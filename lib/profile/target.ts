import type { Secrets, TargetPlan } from '../model/plan.ts'
import { chooseTarget } from './choose-target.ts'
import type { Document } from './document.ts'
import type { Context } from './files.ts'
import { settleLambda } from './lambda-target.ts'
import { settleLocal } from './local-target.ts'
import { readProfileTarget, type ProfileTarget } from './profile-target.ts'
import type { Settings } from './settings.ts'

export interface SettledTarget {
  readonly target: TargetPlan
  readonly environment: Secrets['environment']
}

/** What is fired at; undefined, and problems, when it can't be settled. */
export function settleTarget(
  settings: Settings,
  document: Document | undefined,
  context: Context,
): SettledTarget | undefined {
  const profile = readProfileTarget(document, context.problems)
  // A target that is there but can't be understood must not be taken for none.
  if (profile === undefined && document?.peek(['target']) !== undefined && !chosenByFlag(settings))
    return undefined
  const choice = chooseTarget(settings, profile, context)
  if (choice === undefined) return undefined
  noteReplaced(profile, choice.kind, context.notes)
  if (choice.kind === 'local') return settleLocal(choice, settings, context)
  const target = settleLambda(choice, settings, context.problems)
  return target === undefined ? undefined : { target, environment: {} }
}

const chosenByFlag = (settings: Settings) =>
  settings.text('function') !== undefined || settings.text('local') !== undefined

function noteReplaced(profile: ProfileTarget | undefined, kind: 'lambda' | 'local', notes: string[]): void {
  if (profile === undefined || profile.kind === kind) return
  notes.push(`the profile's target is replaced by ${kind === 'local' ? '--local' : '--function'}`)
}
