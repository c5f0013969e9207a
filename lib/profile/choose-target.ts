import { isListFlag, type TextFlag, type ListFlag } from './flags.ts'
import type { Context } from './files.ts'
import { quote } from './found.ts'
import { isFunctionList } from './local-code.ts'
import type { Problems, Stated } from './problems.ts'
import { statedIn, type ProfileTarget } from './profile-target.ts'
import type { Setting, Settings } from './settings.ts'

/** Which target is meant, with the profile's target where that says more about the same kind. */
export type TargetChoice = LambdaChoice | LocalChoice

export interface LambdaChoice {
  readonly kind: 'lambda'
  readonly function: Stated<string>
  readonly profile: ProfileTarget | undefined
}

export interface LocalChoice {
  readonly kind: 'local'
  /** Absent: the sample function. */
  readonly local: Stated<string> | undefined
  /** What relative paths are relative to. */
  readonly base: string
  /** Which function of a functions file or template is fired at. */
  readonly fireAt: Stated<string> | undefined
  readonly profile: ProfileTarget | undefined
}

/** Flags choose before the environment, the environment before the profile; without any the sample is fired at. */
export function chooseTarget(
  settings: Settings,
  profile: ProfileTarget | undefined,
  context: Context,
): TargetChoice | undefined {
  const { fn, local } = saidOutside(settings)
  const choice =
    fn === undefined && local === undefined
      ? choiceOf(profile, context)
      : chosenOutside(fn, local, profile, context)
  if (choice !== undefined) reportForeignFlags(choice, settings, context.problems)
  return choice
}

function saidOutside(settings: Settings): { fn: Setting | undefined; local: Setting | undefined } {
  const [fn, local] = [settings.text('function'), settings.text('local')]
  if (fn?.from === 'flag' && local?.from === 'environment') return { fn, local: undefined }
  if (fn?.from === 'environment' && local?.from === 'flag') return { fn: undefined, local }
  return { fn, local }
}

function chosenOutside(
  fn: Setting | undefined,
  local: Setting | undefined,
  profile: ProfileTarget | undefined,
  context: Context,
): TargetChoice | undefined {
  if (local === undefined) return fn === undefined ? undefined : chosenByName(fn, profile)
  if (fn !== undefined && !isFunctionList(local.value)) {
    context.problems.add(
      fn.place,
      `${quote(fn.value)} would be a Lambda function and ${local.place.where} names a local one; give one of them (both only with a functions.yaml or a SAM template)`,
    )
    return undefined
  }
  const same =
    profile?.kind === 'local' ? withoutKeys(profile, ['function', 'handler', 'runtime', 'binary']) : undefined
  return { kind: 'local', local, base: context.cwd, fireAt: fn, profile: same }
}

function chosenByName(fn: Setting, profile: ProfileTarget | undefined): TargetChoice {
  const file = statedIn(profile, 'local')
  if (profile !== undefined && file !== undefined && isFunctionList(file.value)) {
    return { kind: 'local', local: file, base: profile.folder, fireAt: fn, profile }
  }
  const same = profile?.kind === 'lambda' ? withoutKeys(profile, ['function', 'qualifier']) : undefined
  return { kind: 'lambda', function: fn, profile: same }
}

function choiceOf(profile: ProfileTarget | undefined, { cwd, problems }: Context): TargetChoice | undefined {
  const fn = statedIn(profile, 'function')
  if (profile?.kind !== 'lambda') {
    return {
      kind: 'local',
      local: statedIn(profile, 'local'),
      base: profile?.folder ?? cwd,
      fireAt: fn,
      profile,
    }
  }
  if (fn !== undefined) return { kind: 'lambda', function: fn, profile }
  problems.add(profile.place('function'), '"function" is missing; write function: NAME, or local: FOLDER')
  return undefined
}

/** What belongs to the function that the profile names, and not to the one named instead. */
function withoutKeys(profile: ProfileTarget, keys: readonly (keyof ProfileTarget['input'])[]): ProfileTarget {
  const kept = Object.entries(profile.input).filter(([key]) => !keys.some((gone) => gone === key))
  return { ...profile, input: Object.fromEntries(kept) }
}

const lambdaFlags: readonly (TextFlag | ListFlag)[] = ['region', 'awsProfile', 'endpoint']
const localFlags: readonly (TextFlag | ListFlag)[] = [
  'memory',
  'ephemeralStorage',
  'functionTimeout',
  'reservedConcurrency',
  'provisionedConcurrency',
  'accountConcurrency',
  'scalingRate',
  'idle',
  'idleJitter',
  'lifetime',
  'lifetimeJitter',
  'proactiveInit',
  'placementDelay',
  'maxEnvironments',
  'mechanism',
  'env',
  'runtime',
  'runtimeBinary',
  'handler',
]

/** Variables are left alone: they are there for every run. */
function reportForeignFlags(choice: TargetChoice, settings: Settings, problems: Problems): void {
  const [foreign, message] =
    choice.kind === 'lambda'
      ? [
          localFlags,
          `is about a local function, and ${quote(choice.function.value)} is a Lambda function; leave one of them out`,
        ]
      : [
          lambdaFlags,
          'is about a Lambda function, and the target is a local one; add --function NAME or leave it out',
        ]
  for (const flag of foreign) if (settings.typed(flag)) problems.add(placeOf(flag, settings), message)
  const logTail = settings.switch('logTail')
  if (choice.kind === 'local' && logTail?.value === false && settings.typed('logTail'))
    problems.add({ where: '--no-log-tail' }, message)
}

function placeOf(flag: TextFlag | ListFlag, settings: Settings) {
  const setting = isListFlag(flag) ? settings.list(flag)[0] : settings.text(flag)
  return setting?.place ?? { where: flag }
}
