import { type Problem, UsageError } from '../model/usage-error.ts'
import { type Alias, architectureOf, type Configuration, PlaneError } from './control-plane.ts'
import type { Applied } from './apply.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isOutdated } from './refusals.ts'
import { readSettled, versionReady } from './settle.ts'

/** Publishes `$LATEST` as it is found and points the alias at that version. */
export type Pointing = (latest: Configuration) => Promise<Required<Applied>>

/** Looks at an alias before anything is changed. Throws UsageError where it can't be pointed at one version. */
export async function pointAlias(plane: PatientPlane, name: string): Promise<Pointing> {
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html, 2026-11.
  if (!/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw problem(`${name} can't be the name of an alias; it may have letters, digits, - and _`)
  }
  const before = (await plane.aliases()).find((alias) => alias.name === name)
  const split = before && splitProblem(before)
  if (split !== undefined) throw new UsageError([split])
  return async (latest) => {
    const version = await publish(plane, latest)
    const ready = await versionReady(plane, version, () => undefined)
    if (ready.state === 'Failed')
      throw problem(`version ${version} failed: ${ready.stateReason ?? 'no reason given'}`)
    if (before === undefined) await create(plane, name, version)
    else await plane.updateAlias(name, version, before.revision)
    const was = before === undefined ? 'it was not there before' : `it was at version ${before.version}`
    return {
      version,
      says: [`alias ${name} is at version ${version} (${was})`],
      back: [back(latest, name, before)],
    }
  }
}

/** Why an alias that is there can't be pointed at one version; undefined where it can. */
export function splitProblem({ name, version, splitWith }: Alias): Problem | undefined {
  if (splitWith.length === 0) return undefined
  const versions = [version, ...splitWith].join(' and ')
  return { where, message: `alias ${name} splits its traffic between versions ${versions}; end that first` }
}

function back(
  { arn }: Configuration,
  name: string,
  before: { readonly version: string } | undefined,
): string {
  const which = `--function-name ${arn} --name ${name}`
  return before === undefined
    ? `aws lambda delete-alias ${which}`
    : `aws lambda update-alias ${which} --function-version ${before.version}`
}

/** The version of what was written; throws UsageError where `$LATEST` is something else by now. */
async function publish(plane: PatientPlane, written: Configuration): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const now = await readSettled(plane)
    if (!isSame(now, written))
      throw problem('somebody else has changed the function since; no version was made')
    try {
      const { revision } = now
      return (await plane.publishVersion(revision === undefined ? {} : { revision })).version
    } catch (error) {
      // Where an answer was lost, publishing again gives the version that was made: nothing has changed since.
      if (!(error instanceof PlaneError) || !isOutdated(error) || attempt >= 2) throw error
    }
  }
}

function isSame(now: Configuration, written: Configuration): boolean {
  const { memoryMb, codeSha256, others } = written
  return (
    now.memoryMb === memoryMb &&
    architectureOf(now) === architectureOf(written) &&
    now.codeSha256 === codeSha256 &&
    now.others === others
  )
}

async function create(plane: PatientPlane, name: string, version: string): Promise<void> {
  try {
    await plane.createAlias(name, version)
  } catch (error) {
    if (!(error instanceof PlaneError) || error.status !== 409) throw error
    // Ours, where the first answer was lost.
    const there = (await plane.aliases()).some((alias) => alias.name === name && alias.version === version)
    if (!there) throw error
  }
}

const problem = (message: string): UsageError => new UsageError([{ where, message }])

const where = '--apply-to'
