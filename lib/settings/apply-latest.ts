import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { type ApplyWork, at, carryOut, type Done, type Step } from './apply-record.ts'
import { sameVariables } from './content.ts'
import { deleting } from './command-line.ts'
import { architectureOf, type Configuration, type Variables, type Zip } from './control-plane.ts'
import { publishUnmarked } from './publish-unmarked.ts'
import { readSettled, settled } from './settle.ts'
import { backToArchitecture, backToConfiguration } from './way-back.ts'

/** What `$LATEST` is to be, but for its architecture. */
export interface Wanted {
  readonly memoryMb: number
  /** Absent where the environment is as it is to be. */
  readonly variables?: Variables
}

/** A version that has the values of before: they may be secrets, so they can't be told. */
export function keep(work: ApplyWork, found: Configuration): Promise<string> {
  return publishUnmarked(work, {
    step: 'kept',
    check: (now) => {
      if (!hasVariables(now, found)) throw meanwhile('environment')
    },
    tell: (version) => ({
      says: [`version ${version} is published; it keeps the environment`],
      back: deleting(work.arn, work.reach, { aliases: [], versions: [version] }),
    }),
  })
}

/** What writing memory and environment does; `kept` is the version that has the environment of before, where it changes. */
export function toldConfiguration(
  work: ApplyWork,
  { memoryMb: before }: Configuration,
  { memoryMb = before, environment = {} }: Setting,
  kept: string | undefined,
): Done {
  const says: string[] = []
  if (memoryMb !== before) says.push(`memory is ${memoryMb} MB (it was ${before} MB)`)
  if (kept !== undefined) {
    const values = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
    says.push(`the environment has ${values.join(' ')} (version ${kept} keeps the one of before)`)
  }
  const had = { ...(memoryMb === before ? {} : { memoryMb: before }), ...defined({ kept }) }
  return { says, back: [backToConfiguration(work, had)] }
}

/** Writes memory and environment, as far as they are something else. */
export async function applyConfiguration(
  work: ApplyWork,
  found: Configuration,
  { memoryMb, variables }: Wanted,
  told: Done,
): Promise<Configuration> {
  if (memoryMb === found.memoryMb && variables === undefined) return found
  const { plane } = work
  const now = await readSettled(plane)
  // What is told of before, and what goes back to it, is what was found.
  if (now.memoryMb !== found.memoryMb) throw meanwhile('memory')
  const whole = variables === undefined ? {} : { variables }
  if (variables !== undefined && !hasVariables(now, found)) throw meanwhile('environment')
  const { description } = now
  return update(work, now, {
    step: 'configuration',
    told,
    call: () => plane.updateConfiguration({ memoryMb, description, ...whole, ...at(now) }),
    isThere: (after) => after.memoryMb === memoryMb && (variables === undefined || holds(after, variables)),
  })
}

/** Sends the code again, for another architecture. */
export async function applyCode(
  work: ApplyWork,
  found: Configuration,
  zip: Zip,
  { architecture = 'x86_64' }: Setting,
): Promise<Configuration> {
  const { plane } = work
  const now = await readSettled(plane)
  const was = architectureOf(found)
  // The zip was fetched minutes ago, maybe: what has been deployed since must not be written over.
  if (now.codeSha256 !== found.codeSha256 || architectureOf(now) !== was) throw deployedMeanwhile()
  return update(work, now, {
    step: 'code',
    told: {
      says: [`architecture is ${architecture} (it was ${was})`],
      back: backToArchitecture(work, was),
    },
    call: () => plane.updateCode({ zip, architecture, ...at(now) }),
    isThere: (after) => architectureOf(after) === architecture && after.codeSha256 === now.codeSha256,
  })
}

interface Update {
  readonly step: Step
  readonly told: Done
  readonly call: () => Promise<Configuration>
  readonly isThere: (after: Configuration) => boolean
}

async function update(
  work: ApplyWork,
  before: Configuration,
  { step, told, call, isThere }: Update,
): Promise<Configuration> {
  const { plane, record } = work
  await carryOut(work, step, told, call, async () => isThere(await readSettled(plane)))
  const after = await settled(plane, before.revision)
  if (after.update !== 'Failed') return after
  if (!isThere(after)) record.drop(step)
  throw new UsageError([{ where: '--apply', message: after.updateReason ?? 'the update failed' }])
}

const hasVariables = (now: Configuration, { environment }: Configuration): boolean =>
  environment.kind === 'known' && holds(now, environment.variables)

const holds = ({ environment }: Configuration, variables: Variables): boolean =>
  environment.kind === 'known' && sameVariables(environment.variables, variables)

function meanwhile(what: 'environment' | 'memory'): UsageError {
  const message = `somebody else has changed the ${what} at this moment, so it was left as it is; try again`
  return new UsageError([{ where: '--apply', message }])
}

function deployedMeanwhile(): UsageError {
  const message =
    'somebody else has deployed other code meanwhile, or for another architecture, so that was not changed; try again'
  return new UsageError([{ where: '--apply', message }])
}
