import type { LocalTarget } from '../model/plan.ts'
import { defined } from '../model/defined.ts'
import { fromSeconds } from '../model/time.ts'
import type { LocalChoice } from './choose-target.ts'
import { readVariables, variablesOf } from './environment.ts'
import type { Context } from './files.ts'
import { quote } from './found.ts'
import { readFunctionsFile } from './functions-file.ts'
import { limits, readFunctionTimeout, readIdle } from './limits.ts'
import { locateCode, sampleCode, type LocalCode } from './local-code.ts'
import { settleFunction, type FunctionOptions, type LocalFunctions } from './local-function.ts'
import { orList, readCount, readOneOf } from './numbers.ts'
import { accept, wrong, type Stated } from './problems.ts'
import { statedIn, type ProfileTarget } from './profile-target.ts'
import type { Settings } from './settings.ts'
import { readMemoryMb } from './sizes.ts'

export type LocalCapacity = Pick<LocalTarget, 'accountConcurrency' | 'idle' | 'maxEnvironments'>

export interface SettledLocal {
  readonly target: LocalTarget
  readonly environment: LocalFunctions['environment']
}

/** Settles a function in the local Lambda; undefined, and problems, when it can't be. */
export function settleLocal(
  choice: LocalChoice,
  settings: Settings,
  context: Context,
): SettledLocal | undefined {
  const options = functionOptions(settings, choice.profile, context)
  const capacity = localCapacity(settings, choice.profile, context)
  const code =
    choice.local === undefined
      ? sampleCode('hello', { where: '--local' }, context)
      : locateCode(choice.local, choice.base, context)
  const settled = code === undefined ? undefined : settleCode(code, options, context)
  const fired = settled === undefined ? undefined : firedAt(settled, code, choice.fireAt, context)
  if (settled === undefined || fired === undefined) return undefined
  return {
    target: { kind: 'local', function: fired, functions: settled.functions, ...capacity },
    environment: settled.environment,
  }
}

/** One function from code, or all of a functions file. */
export function settleCode(
  code: LocalCode,
  options: FunctionOptions,
  context: Context,
): LocalFunctions | undefined {
  if (code.kind === 'functions-file') {
    for (const said of [options.handler, options.runtime]) {
      if (said !== undefined)
        context.problems.add(said.place, 'is about one function; write it in the functions file')
    }
    return readFunctionsFile(code.file, options, context)
  }
  const fn = settleFunction(code, options, context)
  return fn === undefined
    ? undefined
    : { functions: [fn], environment: { [fn.name]: options.environment ?? {} } }
}

/** What flags, environment and profile say of a local function. */
export function functionOptions(
  settings: Settings,
  profile: ProfileTarget | undefined,
  context: Context,
): FunctionOptions {
  const { problems } = context
  const runtime = profile?.input.runtime
  return {
    handler: settings.text('handler') ?? statedIn(profile, 'handler'),
    runtime:
      accept(settings.text('runtime'), readRuntime, problems) ??
      (profile === undefined || runtime === undefined
        ? undefined
        : { value: runtime, place: profile.place('runtime') }),
    memoryMb: accept(settings.text('memory'), readMemoryMb, problems)?.value ?? profile?.input.memory,
    timeout:
      accept(settings.text('functionTimeout'), readFunctionTimeout, problems)?.value ??
      profile?.input.timeout,
    environment: {
      ...variablesOf(profile?.input.env, () => profile?.place('env') ?? { where: 'env' }, problems),
      ...readVariables(settings.list('env'), problems),
    },
  }
}

/** How much the local Lambda runs at once, and for how long it keeps what is idle. */
export function localCapacity(
  settings: Settings,
  profile: ProfileTarget | undefined,
  { problems }: Context,
): LocalCapacity {
  const many = readCount(1, limits.environments)
  const said = {
    account: accept(settings.text('accountConcurrency'), many, problems)?.value,
    idle: accept(settings.text('idle'), readIdle, problems)?.value,
    most: accept(settings.text('maxEnvironments'), many, problems)?.value,
  }
  return defined({
    accountConcurrency: said.account ?? profile?.input.accountConcurrency ?? 1_000,
    idle: said.idle ?? profile?.input.idle ?? fromSeconds(300),
    maxEnvironments: said.most ?? profile?.input.maxEnvironments,
  })
}

function readRuntime(text: string) {
  const family = /^(nodejs|node|provided)[\w.]*$/.exec(text.trim().toLowerCase())?.[1]
  if (/^(python|java|ruby|dotnet|go)/.test(text))
    return wrong(`the local Lambda can't run ${quote(text)}; write node or bootstrap`)
  return readOneOf(['node', 'bootstrap'])(
    family === undefined ? text : family === 'provided' ? 'bootstrap' : 'node',
  )
}

function firedAt(
  { functions }: LocalFunctions,
  code: LocalCode | undefined,
  wanted: Stated<string> | undefined,
  { problems }: Context,
): string | undefined {
  const names = functions.map(({ name }) => name)
  if (wanted === undefined) return names[0]
  if (code?.kind !== 'functions-file')
    problems.add(wanted.place, 'chooses among the functions of a functions.yaml; remove it here')
  else if (names.includes(wanted.value)) return wanted.value
  else
    problems.add(wanted.place, `${quote(wanted.value)} is not in the functions file; write ${orList(names)}`)
  return undefined
}
