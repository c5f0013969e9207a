import type { LocalTarget } from '../model/plan.ts'
import { defined } from '../model/defined.ts'
import type { LocalChoice } from './choose-target.ts'
import type { Context } from './files.ts'
import { quote } from './found.ts'
import { functionOptions } from './function-options.ts'
import { readFunctionList } from './function-list.ts'
import { checkReserved, localCapacity } from './local-capacity.ts'
import { locateCode, sampleCode, type LocalCode } from './local-code.ts'
import { settleFunction, type FunctionOptions, type LocalFunctions } from './local-function.ts'
import { orList } from './numbers.ts'
import type { Stated } from './problems.ts'
import type { Settings } from './settings.ts'

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
  const wanted = choice.fireAt === undefined ? undefined : splitQualifier(choice.fireAt)
  const settled = code === undefined ? undefined : settleCode(code, options, wanted?.name, context)
  const fired = settled === undefined ? undefined : firedAt(settled, wanted, context)
  if (settled === undefined || fired === undefined) return undefined
  checkReserved(settled, capacity, context)
  return {
    target: { kind: 'local', ...fired, functions: settled.functions, ...capacity },
    environment: settled.environment,
  }
}

interface Wanted {
  readonly name: Stated<string>
  readonly qualifier: string | undefined
}

function splitQualifier({ value, place }: Stated<string>): Wanted {
  const colon = value.indexOf(':')
  if (colon < 0) return { name: { value, place }, qualifier: undefined }
  return { name: { value: value.slice(0, colon), place }, qualifier: value.slice(colon + 1) }
}

/** One function from code, or the functions of a file that lists them. */
export function settleCode(
  code: LocalCode,
  options: FunctionOptions,
  wanted: Stated<string> | undefined,
  context: Context,
): LocalFunctions | undefined {
  if (code.kind === 'list') {
    for (const said of [options.handler, options.runtime, options.binary]) {
      if (said !== undefined)
        context.problems.add(said.place, 'is about one function; write it in the file that lists them')
    }
    return readFunctionList(code.file, options, wanted, context)
  }
  if (wanted !== undefined) {
    context.problems.add(wanted.place, 'chooses among functions that a file lists; remove it here')
    return undefined
  }
  const fn = settleFunction(code, options, context)
  return fn === undefined
    ? undefined
    : { functions: [fn], environment: { [fn.name]: options.environment ?? {} } }
}

/** By its alias where it has one: that is how callers of a published function do. */
function firedAt(
  { functions, chosen }: LocalFunctions,
  wanted: Wanted | undefined,
  { problems, notes }: Context,
): Pick<LocalTarget, 'function' | 'qualifier'> | undefined {
  const fn = functions.find(({ name }) => name === chosen) ?? functions[0]
  if (fn === undefined) return undefined
  if (wanted === undefined && functions.length > 1)
    notes.push(`fires at ${fn.name}, the first of ${functions.length} functions; --function chooses another`)
  const known = ['$LATEST', ...(fn.alias === undefined ? [] : ['1', fn.alias])]
  const qualifier = wanted?.qualifier ?? fn.alias
  if (qualifier !== undefined && !known.includes(qualifier)) {
    const where = wanted?.name.place ?? { where: '--function' }
    problems.add(where, `${quote(qualifier)} is no version or alias of ${fn.name}; write ${orList(known)}`)
    return undefined
  }
  return defined({ function: fn.name, qualifier: qualifier === '$LATEST' ? undefined : qualifier })
}
