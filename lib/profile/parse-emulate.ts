import type { LocalFunction } from '../model/plan.ts'
import { UsageError } from '../model/usage-error.ts'
import { sampleNames, type Context } from './files.ts'
import type { Flags } from './flags.ts'
import { locateCode, sampleCode } from './local-code.ts'
import type { FunctionOptions, LocalFunctions } from './local-function.ts'
import { functionOptions, localCapacity, settleCode, type LocalCapacity } from './local-target.ts'
import { readCount } from './numbers.ts'
import type { ProfileWorld } from './parse-plan.ts'
import { accept, collectProblems } from './problems.ts'
import { settingsFrom, type Settings } from './settings.ts'

export interface EmulateSources extends Pick<ProfileWorld, 'files' | 'cwd' | 'samples'> {
  /** `local` is the folder, handler or functions.yaml; `concurrency` means `accountConcurrency` here. */
  readonly flags: Flags
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What `emulate` serves. */
export interface EmulatePlan extends LocalCapacity {
  readonly functions: readonly LocalFunction[]
  /** Function name → environment variables. Secret. */
  readonly environment: LocalFunctions['environment']
  /** 0: any free one. */
  readonly port: number
}

/** Resolves what the local Lambda alone shall serve. Throws UsageError with every problem there is. */
export function parseEmulate({ flags, env, ...world }: EmulateSources): EmulatePlan {
  const context: Context = { ...world, problems: collectProblems(), notes: [] }
  const settings = settingsFrom(withAlias(flags), env, context.problems)
  const port = accept(settings.text('port'), readCount(0, 65_535), context.problems)?.value ?? 0
  const capacity = localCapacity(settings, undefined, context)
  const served = settleServed(settings, functionOptions(settings, undefined, context), context)
  if (served === undefined || context.problems.all().length > 0) throw new UsageError(context.problems.all())
  return { ...served, ...capacity, port }
}

/** `--concurrency` is Lambda's word for the limit; in `run` it is the closed loop's. */
function withAlias({ concurrency, ...flags }: Flags): Flags {
  return concurrency === undefined || flags.accountConcurrency !== undefined
    ? flags
    : { ...flags, accountConcurrency: concurrency }
}

/** Without a function of the user's own, all samples. */
function settleServed(
  settings: Settings,
  options: FunctionOptions,
  context: Context,
): LocalFunctions | undefined {
  const local = settings.text('local')
  if (local !== undefined) {
    const code = locateCode(local, context.cwd, context)
    return code === undefined ? undefined : settleCode(code, options, context)
  }
  for (const said of [options.handler, options.runtime]) {
    if (said !== undefined)
      context.problems.add(said.place, 'is about your own function; name its folder too')
  }
  const samples = sampleNames.map((name) =>
    settleCode(sampleCode(name, { where: name }, context), options, context),
  )
  return {
    functions: samples.flatMap((sample) => sample?.functions ?? []),
    environment: Object.assign({}, ...samples.map((sample) => sample?.environment)),
  }
}
