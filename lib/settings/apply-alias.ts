import { type Problem, UsageError } from '../model/usage-error.ts'
import { type ApplyWork, carryOut, type Done } from './apply-record.ts'
import { deleting } from './command-line.ts'
import { type Alias, architectureOf, type Configuration, PlaneError } from './control-plane.ts'
import { publishUnmarked } from './publish-unmarked.ts'
import { isOutdated } from './refusals.ts'
import { versionReady } from './settle.ts'
import { backToVersion } from './way-back.ts'

/** Publishes `$LATEST` as it is found and points the alias at that version, which it gives. */
export type Pointing = (latest: Configuration) => Promise<string>

/** Looks at an alias before anything is changed. Throws UsageError where it can't be pointed at one version. */
export async function pointAlias(work: ApplyWork, name: string): Promise<Pointing> {
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html, 2026-11.
  if (!/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw problem(`${name} can't be the name of an alias; it may have letters, digits, - and _`)
  }
  const before = (await work.plane.aliases()).find((alias) => alias.name === name)
  const split = before && splitProblem(before)
  if (split !== undefined) throw new UsageError([split])
  return async (latest) => {
    const version = await publish(work, latest)
    const ready = await versionReady(work.plane, version, () => undefined)
    if (ready.state === 'Failed')
      throw problem(`version ${version} failed: ${ready.stateReason ?? 'no reason given'}`)
    if (before?.version !== version) await point(work, name, version, before)
    // The alias says it.
    work.record.drop('version')
    return version
  }
}

/** Why an alias that is there can't be pointed at one version; undefined where it can. */
export function splitProblem({ name, version, splitWith }: Alias): Problem | undefined {
  if (splitWith.length === 0) return undefined
  const versions = [version, ...splitWith].join(' and ')
  return { where, message: `alias ${name} splits its traffic between versions ${versions}; end that first` }
}

/** The version of what was written; throws UsageError where `$LATEST` is something else by now. */
function publish(work: ApplyWork, written: Configuration): Promise<string> {
  return publishUnmarked(work, {
    step: 'version',
    check: (now) => {
      if (!isSame(now, written))
        throw problem('somebody else has changed the function since, so it was not published')
    },
    tell: (version) => ({
      says: [`version ${version} is published`],
      back: deleting(work.arn, work.reach, { aliases: [], versions: [version] }),
    }),
  })
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

async function point(
  work: ApplyWork,
  name: string,
  version: string,
  before: Alias | undefined,
): Promise<void> {
  const { plane } = work
  const call = (): Promise<void> =>
    before === undefined
      ? plane.createAlias(name, version)
      : plane.updateAlias(name, version, before.revision)
  const isOurs = async (): Promise<boolean> =>
    (await plane.aliases()).some((alias) => alias.name === name && alias.version === version)
  try {
    await carryOut(work, 'alias', pointed(work, name, version, before), call, isOurs)
  } catch (error) {
    if (!(error instanceof PlaneError) || !isOutdated(error)) throw error
    const message = `somebody else has changed alias ${name} meanwhile, so it was left as it is; try again`
    throw new UsageError([{ where, message }], { cause: error })
  }
}

function pointed(work: ApplyWork, name: string, version: string, before: Alias | undefined): Done {
  if (before === undefined) {
    return {
      says: [`alias ${name} is at version ${version} (it was not there before)`],
      back: deleting(work.arn, work.reach, { aliases: [name], versions: [] }),
    }
  }
  return {
    says: [`alias ${name} is at version ${version} (it was at version ${before.version})`],
    back: [backToVersion(work, name, before.version)],
  }
}

const problem = (message: string): UsageError => new UsageError([{ where, message }])

const where = '--apply-to'
