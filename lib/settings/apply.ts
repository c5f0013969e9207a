import type { Setting } from '../model/comparison-plan.ts'
import { UsageError } from '../model/usage-error.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import { pointAlias } from './apply-alias.ts'
import { sameVariables } from './content.ts'
import {
  architectureOf,
  type Configuration,
  type ControlPlane,
  PlaneError,
  type Variables,
  type Zip,
} from './control-plane.ts'
import { never, type PatientPlane, patiently, realWait, type Wait } from './patient-plane.ts'
import { explained, isMissing, isOutdated, isRefusal, refused } from './refusals.ts'
import { sdkPlane } from './sdk-plane.ts'
import { readSettled, settled } from './settle.ts'

export interface ApplyOptions {
  readonly connection: ResolvedConnection
  /** Name or ARN, without a qualifier. */
  readonly function: string
  readonly setting: Setting
  /** Publishes a version and points this alias at it; it is made where there is none. */
  readonly alias?: string
  /** For tests; otherwise time is real. */
  readonly wait?: Wait
}

/** What was set for good. */
export interface Applied {
  /** One sentence for each thing that was changed, with what was before; empty where all of it was so already. */
  readonly says: readonly string[]
  /** Sentences on how to go back. */
  readonly back: readonly string[]
  /** The version that was published for the alias. */
  readonly version?: string
}

/**
 * Writes a setting to `$LATEST`, and with an alias a version of it. Throws UsageError for what the service does not
 * take, and where somebody else changes the function at the same time.
 */
export async function applySetting(options: ApplyOptions): Promise<Applied> {
  return applyOn(options, sdkPlane(options.connection, options.function))
}

/** The same over a control plane from elsewhere. */
export async function applyOn(
  options: Omit<ApplyOptions, 'connection'>,
  plane: ControlPlane,
): Promise<Applied> {
  const { setting, alias, wait = realWait } = options
  const patient = patiently(plane, wait, never)
  try {
    const found = await readSettled(patient)
    refuseEmpty(setting)
    const wanted = wantedOf(found, setting)
    const zip = await zipFor(patient, found, setting)
    const pointed = alias === undefined ? undefined : await pointAlias(patient, alias)
    const kept = wanted.variables === undefined ? undefined : await keep(patient, found)
    const configured = await applyConfiguration(patient, found, wanted)
    const last = zip === undefined ? configured : await applyCode(patient, found, zip, setting)
    const told = toldChanges(found, setting, kept)
    const aliased = await pointed?.(last)
    return {
      says: [...told.says, ...(aliased?.says ?? [])],
      back: [...told.back, ...(aliased?.back ?? [])],
      ...(aliased === undefined ? {} : { version: aliased.version }),
    }
  } catch (error) {
    throw applyError(error, options.function, setting)
  } finally {
    plane.close()
  }
}

function refuseEmpty({ name, memoryMb, architecture, environment }: Setting): void {
  if (memoryMb !== undefined || architecture !== undefined || environment !== undefined) return
  const message = `${name} is there already and says nothing that could be written; point an alias at it instead`
  throw new UsageError([{ where: '--apply', message }])
}

interface Wanted {
  readonly memoryMb: number
  /** Absent where the environment is as it is to be. */
  readonly variables?: Variables
}

function wantedOf({ memoryMb, environment }: Configuration, setting: Setting): Wanted {
  const wanted = { memoryMb: setting.memoryMb ?? memoryMb }
  if (setting.environment === undefined) return wanted
  if (environment.kind === 'unreadable') {
    const message = `the environment can't be read (${environment.why}), so none of it can be changed`
    throw new UsageError([{ where: '--apply', message }])
  }
  const variables = { ...environment.variables, ...setting.environment }
  return sameVariables(variables, environment.variables) ? wanted : { ...wanted, variables }
}

/** A version that has the values of before: they may be secrets, so they can't be told. */
async function keep(plane: PatientPlane, found: Configuration): Promise<string> {
  return (await plane.publishVersion(at(found))).version
}

/** The code to send again for another architecture; undefined where none is wanted. */
async function zipFor(
  plane: PatientPlane,
  found: Configuration,
  { architecture = architectureOf(found) }: Setting,
): Promise<Zip | undefined> {
  if (architecture === architectureOf(found)) return undefined
  const zip = await plane.zip()
  if (zip.kind === 'zip') return zip
  throw new UsageError([{ where: '--apply', message: `it can't be made ${architecture}: ${zip.why}` }])
}

async function applyConfiguration(
  plane: PatientPlane,
  found: Configuration,
  { memoryMb, variables }: Wanted,
): Promise<Configuration> {
  if (memoryMb === found.memoryMb && variables === undefined) return found
  const now = await readSettled(plane)
  const whole = variables === undefined ? {} : { variables }
  if (variables !== undefined && !hasVariables(now, found)) throw meanwhile()
  const { description } = now
  return update(
    plane,
    now,
    () => plane.updateConfiguration({ memoryMb, description, ...whole, ...at(now) }),
    (after) => after.memoryMb === memoryMb && (variables === undefined || holds(after, variables)),
  )
}

const hasVariables = (now: Configuration, { environment }: Configuration): boolean =>
  environment.kind === 'known' && holds(now, environment.variables)

const holds = ({ environment }: Configuration, variables: Variables): boolean =>
  environment.kind === 'known' && sameVariables(environment.variables, variables)

async function applyCode(
  plane: PatientPlane,
  found: Configuration,
  zip: Zip,
  { architecture = 'x86_64' }: Setting,
): Promise<Configuration> {
  const now = await readSettled(plane)
  // The zip was fetched minutes ago, maybe: what has been deployed since must not be written over.
  if (now.codeSha256 !== found.codeSha256) throw deployedMeanwhile()
  return update(
    plane,
    now,
    () => plane.updateCode({ zip, architecture, ...at(now) }),
    (after) => architectureOf(after) === architecture && after.codeSha256 === now.codeSha256,
  )
}

async function update(
  plane: PatientPlane,
  before: Configuration,
  call: () => Promise<Configuration>,
  isThere: (after: Configuration) => boolean,
): Promise<Configuration> {
  try {
    await call()
  } catch (error) {
    // A call that had no answer and was repeated finds what it did itself.
    if (!(error instanceof PlaneError) || !isOutdated(error)) throw error
    const after = await readSettled(plane)
    if (isThere(after)) return after
    throw error
  }
  const after = await settled(plane, before.revision)
  if (after.update !== 'Failed') return after
  throw new UsageError([{ where: '--apply', message: after.updateReason ?? 'the update failed' }])
}

function meanwhile(): UsageError {
  const message = 'somebody else has changed the environment at this moment; nothing was written, try again'
  return new UsageError([{ where: '--apply', message }])
}

function deployedMeanwhile(): UsageError {
  const message =
    'somebody else has deployed other code meanwhile, so the architecture was not changed; try again'
  return new UsageError([{ where: '--apply', message }])
}

const at = ({ revision }: Configuration) => (revision === undefined ? {} : { revision })

function toldChanges(
  found: Configuration,
  { memoryMb, architecture, environment = {} }: Setting,
  kept: string | undefined,
): Pick<Applied, 'says' | 'back'> {
  const says: string[] = []
  const back: string[] = []
  if (memoryMb !== undefined && memoryMb !== found.memoryMb) {
    says.push(`memory is ${memoryMb} MB (it was ${found.memoryMb} MB)`)
    back.push(
      `aws lambda update-function-configuration --function-name ${found.arn} --memory-size ${found.memoryMb}`,
    )
  }
  const was = architectureOf(found)
  if (architecture !== undefined && architecture !== was) {
    says.push(`architecture is ${architecture} (it was ${was})`)
    back.push(`send the code again with --architectures ${was}`)
  }
  if (kept !== undefined) {
    says.push(
      `environment: ${Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
    )
    back.push(`version ${kept} has the environment of before; its values are not shown here`)
  }
  return { says, back }
}

function applyError(error: unknown, functionName: string, { name, environment }: Setting): unknown {
  if (!(error instanceof PlaneError)) return error
  const where = '--apply'
  if (isOutdated(error)) {
    const message = `somebody else is changing ${functionName} at this moment; ${name} was not written, try again`
    return new UsageError([{ where, message }], { cause: error })
  }
  if (isRefusal(error) && !isMissing(error)) {
    // What the environment holds besides is not known here: none of it is told.
    const { message } = refused(error, environment ?? {})
    return new UsageError([{ where, message }], { cause: error })
  }
  return explained(error, functionName, true)
}
