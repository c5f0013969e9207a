import type { Setting } from '../model/comparison-plan.ts'
import { UsageError } from '../model/usage-error.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import { pointAlias } from './apply-alias.ts'
import { applyCode, applyConfiguration, keep, toldConfiguration, type Wanted } from './apply-latest.ts'
import { type ApplyWork, createRecord, type Done, HalfApplied } from './apply-record.ts'
import { reaching } from './command-line.ts'
import { sameVariables } from './content.ts'
import {
  architectureOf,
  type Configuration,
  type ControlPlane,
  PlaneError,
  type Zip,
} from './control-plane.ts'
import { never, type PatientPlane, patiently, realWait, type Wait } from './patient-plane.ts'
import { explained, isMissing, isOutdated, isRefusal, refused } from './refusals.ts'
import { sdkPlane } from './sdk-plane.ts'
import { readSettled } from './settle.ts'

export interface ApplyOptions {
  readonly connection: ResolvedConnection
  /** Name or ARN, without a qualifier. */
  readonly function: string
  /** Of the AWS configuration files; the commands that go back name it. */
  readonly awsProfile?: string
  readonly setting: Setting
  /** Publishes a version and points this alias at it; it is made where there is none. */
  readonly alias?: string
  /** For tests; otherwise time is real. */
  readonly wait?: Wait
}

/** What was set for good; nothing is said where all of it was so already. */
export interface Applied extends Done {
  /** The version that was published for the alias. */
  readonly version?: string
}

/**
 * Writes a setting to `$LATEST`, and with an alias a version of it. Throws UsageError for what the service does not
 * take, and where somebody else changes the function at the same time; but HalfApplied where something was done by then.
 */
export async function applySetting(options: ApplyOptions): Promise<Applied> {
  return applyOn(options, sdkPlane(options.connection, options.function))
}

interface OnPlane extends Omit<ApplyOptions, 'connection'> {
  readonly connection: Pick<ResolvedConnection, 'region' | 'endpoint'>
}

/** The same over a control plane from elsewhere. */
export async function applyOn(options: OnPlane, plane: ControlPlane): Promise<Applied> {
  const { setting, connection, awsProfile, wait = realWait } = options
  const patient = patiently(plane, wait, never)
  const record = createRecord()
  try {
    const found = await readSettled(patient)
    refuseEmpty(setting)
    const reach = reaching({ ...connection, awsProfile })
    const version = await applyAll(
      // Some endpoints leave the ARN out.
      { plane: patient, arn: found.arn || options.function, reach, record, versions: new Set() },
      found,
      options,
    )
    return { ...record.done, ...(version === undefined ? {} : { version }) }
  } catch (error) {
    const { done } = record
    const why = applyError(error, options.function, setting, done)
    const isTold = done.says.length > 0 && (why instanceof UsageError || why instanceof PlaneError)
    throw isTold ? new HalfApplied(done, why) : why
  } finally {
    plane.close()
  }
}

/** Looks at all that may speak against it first. Gives the version that was published for the alias. */
async function applyAll(
  work: ApplyWork,
  found: Configuration,
  { setting, alias }: Pick<ApplyOptions, 'setting' | 'alias'>,
): Promise<string | undefined> {
  const { plane, versions } = work
  const wanted = wantedOf(found, setting)
  const zip = await zipFor(plane, found, setting)
  const point = alias === undefined ? undefined : await pointAlias(work, alias)
  if (point !== undefined || wanted.variables !== undefined) {
    for (const { version } of await plane.versions()) versions.add(version)
  }
  const kept = wanted.variables === undefined ? undefined : await keep(work, found)
  const configured = await applyConfiguration(
    work,
    found,
    wanted,
    toldConfiguration(work, found, setting, kept),
  )
  const last = zip === undefined ? configured : await applyCode(work, found, zip, setting)
  return point?.(last)
}

function refuseEmpty({ name, memoryMb, architecture, environment }: Setting): void {
  if (memoryMb !== undefined || architecture !== undefined || environment !== undefined) return
  const message = `${name} is there already and says nothing that could be written; point an alias at it instead`
  throw new UsageError([{ where: '--apply', message }])
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

function applyError(
  error: unknown,
  functionName: string,
  { name, environment }: Setting,
  { says }: Done,
): unknown {
  if (!(error instanceof PlaneError)) return error
  const where = '--apply'
  if (isOutdated(error)) {
    const what = says.length === 0 ? name : 'the rest'
    const message = `somebody else is changing ${functionName} at this moment; ${what} was not written, try again`
    return new UsageError([{ where, message }], { cause: error })
  }
  if (isRefusal(error) && !isMissing(error)) {
    // What the environment holds besides is not known here: none of it is told.
    const { message } = refused(error, environment ?? {})
    return new UsageError([{ where, message }], { cause: error })
  }
  return explained(error, functionName, true)
}
