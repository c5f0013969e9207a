import { isIP } from 'node:net'
import type { LocalFunction } from '../model/local-function.ts'
import type { LocalCapacity } from '../model/plan.ts'
import { micros, type Micros } from '../model/time.ts'
import { UsageError } from '../model/usage-error.ts'
import { sampleNames, type Context } from './files.ts'
import type { Flags } from './flags.ts'
import { quote } from './found.ts'
import { functionOptions } from './function-options.ts'
import { limits, readUpdateDelay } from './limits.ts'
import { checkReserved, localCapacity } from './local-capacity.ts'
import { locateCode, sampleCode } from './local-code.ts'
import type { FunctionOptions, LocalFunctions } from './local-function.ts'
import { settleCode } from './local-target.ts'
import { readCount } from './numbers.ts'
import type { ProfileWorld } from './parse-plan.ts'
import { accept, collectProblems, right, wrong, type Reading } from './problems.ts'
import { settingsFrom, type Settings } from './settings.ts'

export interface EmulateSources extends Pick<ProfileWorld, 'files' | 'cwd' | 'samples'> {
  /** `local` is what `--local` of a run is; `concurrency` means `accountConcurrency` here. */
  readonly flags: Flags
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether the user agrees to let other machines in. */
  readonly yes?: boolean
}

/** What `emulate` serves. */
export interface EmulatePlan extends LocalCapacity {
  readonly functions: readonly LocalFunction[]
  /** Function name → environment variables. Secret. */
  readonly environment: LocalFunctions['environment']
  readonly host: string
  /** Whether machines other than this one can reach it. */
  readonly open: boolean
  /** 0: any free one. */
  readonly port: number
  readonly seed: number
  /** How long an update of a function takes. */
  readonly updateDelay: Micros
  /** How long after it old environments may still serve. */
  readonly drain: Micros
  /** What the user should know that is no problem. */
  readonly notes: readonly string[]
}

/** Resolves what the local Lambda alone shall serve. Throws UsageError with every problem there is. */
export function parseEmulate({ flags, env, yes = false, ...world }: EmulateSources): EmulatePlan {
  const context: Context = { ...world, problems: collectProblems(), notes: [] }
  const { problems, notes } = context
  const settings = settingsFrom(withAlias(flags), env, problems)
  const where = settleAddress(settings, yes, context)
  const said = {
    seed: accept(settings.text('seed'), readCount(0, limits.seed), problems)?.value ?? 1,
    updateDelay: accept(settings.text('updateDelay'), readUpdateDelay, problems)?.value ?? micros(0),
    drain: accept(settings.text('drain'), readUpdateDelay, problems)?.value ?? micros(0),
  }
  const capacity = localCapacity(settings, undefined, context)
  const served = settleServed(settings, functionOptions(settings, undefined, context), context)
  if (served !== undefined) checkReserved(served, capacity, context)
  if (served === undefined || problems.all().length > 0) throw new UsageError(problems.all())
  const { functions, environment } = served
  return { functions, environment, ...capacity, ...where, ...said, notes }
}

/** `--concurrency` is Lambda's word for the limit; in `run` it is the closed loop's. */
function withAlias({ concurrency, ...flags }: Flags): Flags {
  return concurrency === undefined || flags.accountConcurrency !== undefined
    ? flags
    : { ...flags, accountConcurrency: concurrency }
}

/** Functions run as the user, unconfined, and nothing asks a caller who it is: letting others in takes two words. */
function settleAddress(
  settings: Settings,
  yes: boolean,
  { problems }: Context,
): Pick<EmulatePlan, 'host' | 'open' | 'port'> {
  const said = accept(settings.text('host'), readHost, problems)
  const host = said?.value ?? '127.0.0.1'
  const open = !/^(127\.|::1$)/.test(host)
  if (said !== undefined && open && !yes) {
    problems.add(
      said.place,
      `${host} lets other machines run these functions, with your rights and unasked; add --yes if they may, or leave it out`,
    )
  }
  const port = accept(settings.text('port'), readCount(0, 65_535), problems)?.value ?? 0
  return { host, open, port }
}

function readHost(text: string): Reading<string> {
  const host = text.trim()
  if (host === 'localhost') return right('127.0.0.1')
  return isIP(host) === 0
    ? wrong(`${quote(text)} is not an address of this machine; write one such as 127.0.0.1 or 0.0.0.0`)
    : right(host)
}

/** Without a function of the user's own, all samples. */
function settleServed(
  settings: Settings,
  options: FunctionOptions,
  context: Context,
): LocalFunctions | undefined {
  const local = settings.text('local')
  // A variable is there for runs, too.
  const wanted = settings.typed('function') ? settings.text('function') : undefined
  if (local !== undefined) {
    const code = locateCode(local, context.cwd, context)
    const all = code === undefined ? undefined : settleCode(code, options, wanted, context)
    return all === undefined ? undefined : onlyChosen(all)
  }
  for (const said of [wanted, options.handler, options.runtime, options.binary]) {
    if (said !== undefined)
      context.problems.add(said.place, 'is about your own function; name its folder too')
  }
  const samples = sampleNames.map((name) =>
    settleCode(sampleCode(name, { where: name }, context), options, undefined, context),
  )
  return {
    functions: samples.flatMap((sample) => sample?.functions ?? []),
    environment: Object.assign({}, ...samples.map((sample) => sample?.environment)),
  }
}

function onlyChosen(all: LocalFunctions): LocalFunctions {
  if (all.chosen === undefined) return all
  return { ...all, functions: all.functions.filter(({ name }) => name === all.chosen) }
}
