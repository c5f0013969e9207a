import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { type Problem, UsageError } from '../model/usage-error.ts'
import { splitProblem } from './apply-alias.ts'
import { type Bench, createBench } from './bench.ts'
import { deleting, reaching } from './command-line.ts'
import { latestOf } from './content.ts'
import {
  type Alias,
  architectureOf,
  type Configuration,
  type ControlPlane,
  PlaneError,
  type PublishedVersion,
} from './control-plane.ts'
import { currentOf } from './current.ts'
import type { Journal, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { leftovers } from './marks.ts'
import type { StageOptions } from './open-stage.ts'
import { never, patiently, type PatientPlane, realWait } from './patient-plane.ts'
import { ownMark } from './process-mark.ts'
import { explained } from './refusals.ts'
import { readSettled } from './settle.ts'

/** Where control planes and journals come from. */
export interface Workshop {
  planeOf(functionName: string): ControlPlane
  /** Takes the function's lock. Throws UsageError where it is taken. */
  lock(journal: Journal): JournalBook
}

/** Takes the lock and reads what is there; throws UsageError with all that speaks against a comparison. */
export async function openBench(options: StageOptions, workshop: Workshop): Promise<Bench> {
  const { id, say, signal = never, gone = never, wait = realWait } = options
  const { arn, calls } = await firstLook(options, workshop)
  const book = workshop.lock(firstEntry(options, arn))
  // By its ARN no other account's function of the same name can be meant.
  const plane = workshop.planeOf(arn)
  try {
    const patient = patiently(plane, wait, signal)
    const found = await readSettled(patient)
    const aliases = await patient.aliases()
    const versions = await patient.versions()
    refuseUnfit(options, arn, found, aliases, versions)
    const newAlias = newAliasOf(options, aliases)
    const impossible = await unworkable(patient, options.settings, found)
    const was = wasOf(found, aliases, versions, possibleOf(options.settings, impossible))
    book.note(was)
    const { environment } = found
    return createBench({
      id,
      name: options.function,
      plane,
      book,
      was,
      environment,
      impossible,
      newAlias,
      current: currentOf(found, options.settings),
      calls,
      gone,
      wait,
      say,
    })
  } catch (error) {
    plane.close()
    book.close()
    throw explained(error, options.function, false)
  }
}

/** What the function is called in full, and how many calls that took. */
async function firstLook(
  options: StageOptions,
  workshop: Workshop,
): Promise<{ readonly arn: string; readonly calls: number }> {
  const plane = workshop.planeOf(options.function)
  const { signal = never, wait = realWait } = options
  try {
    const patient = patiently(plane, wait, signal)
    const { arn } = await patient.configuration()
    return { arn: arn === '' ? options.function : arn, calls: plane.calls }
  } catch (error) {
    throw explained(error, options.function, false)
  } finally {
    plane.close()
  }
}

function firstEntry({ id, settings, connection, awsProfile }: StageOptions, arn: string): Journal {
  const { region, endpoint } = connection
  return {
    schema: 'coldburst/journal@1',
    id,
    startedAt: new Date().toISOString(),
    process: ownMark(),
    where: { region, endpoint, function: arn, ...defined({ awsProfile }) },
    willBe: settings,
    steps: [],
  }
}

function refuseUnfit(
  { settings, function: name, connection, awsProfile, applyTo }: StageOptions,
  arn: string,
  found: Configuration,
  aliases: readonly Alias[],
  versions: readonly PublishedVersion[],
): void {
  const reach = reaching({ ...connection, awsProfile })
  const problems = [...leftProblems(name, { arn, reach }, found, aliases, versions)]
  if (settings.some(variesEnvironment) && found.environment.kind === 'unreadable') {
    const message = `the environment of ${name} can't be read (${found.environment.why}), so it could not be put back`
    problems.push({ where: '--vary-env', message })
  }
  const alias = aliases.find((one) => one.name === applyTo)
  const split = alias && splitProblem(alias)
  if (split !== undefined) problems.push(split)
  if (problems.length > 0) throw new UsageError(problems)
}

const newAliasOf = ({ applyTo }: StageOptions, aliases: readonly Alias[]): string | undefined =>
  aliases.some(({ name }) => name === applyTo) ? undefined : applyTo

/** What a comparison of another machine has on it, or one whose journal was lost. */
function leftProblems(
  name: string,
  { arn, reach }: { readonly arn: string; readonly reach: string },
  { description }: Configuration,
  aliases: readonly Alias[],
  versions: readonly PublishedVersion[],
): readonly Problem[] {
  const left = leftovers(description, aliases, versions)
  const found = [
    ...left.aliases.map((alias) => `alias ${alias}`),
    ...left.versions.map((version) => `version ${version}`),
    ...(left.description ? [`the description ${JSON.stringify(description)} of $LATEST`] : []),
  ]
  if (found.length === 0) return []
  const commands = [
    ...deleting(arn, reach, left),
    ...(left.description ? ['set memory and description of $LATEST to what they should be'] : []),
  ]
  const message =
    `another comparison is at it, or has left ${found.join(', ')}; run coldburst restore on the machine it ran on, ` +
    `with the COLDBURST_STATE it had there, or, when it is sure that none is running: ${commands.join('; ')}`
  return [{ where: `function ${name}`, message }]
}

const variesEnvironment = ({ environment }: Setting): boolean => environment !== undefined

/** Settings that need another architecture, where the code can't be sent again. */
async function unworkable(
  plane: PatientPlane,
  settings: readonly Setting[],
  found: Configuration,
): Promise<ReadonlyMap<string, string>> {
  const now = architectureOf(found)
  const others = settings.filter(({ architecture = now }) => architecture !== now)
  if (others.length === 0) return new Map()
  const why = await whyNoZip(plane)
  if (why === undefined) return new Map()
  return new Map(others.map(({ name, architecture }) => [name, `it can't be made ${architecture}: ${why}`]))
}

async function whyNoZip(plane: PatientPlane): Promise<string | undefined> {
  try {
    const zip = await plane.zip()
    return zip.kind === 'unfetchable' ? zip.why : undefined
  } catch (error) {
    if (!(error instanceof PlaneError) || !error.code.startsWith('Code')) throw error
    return error.says
  }
}

const possibleOf = (settings: readonly Setting[], impossible: ReadonlyMap<string, string>) =>
  settings.filter(({ name }) => !impossible.has(name))

function wasOf(
  found: Configuration,
  aliases: readonly Alias[],
  versions: readonly PublishedVersion[],
  settings: readonly Setting[],
): Was {
  const { memoryMb, description, codeSha256, others } = found
  const architecture = architectureOf(found)
  return {
    memoryMb,
    description,
    architecture,
    others,
    ...defined({ codeSha256 }),
    ...latestOf(found),
    aliases: aliases.map(({ name }) => name),
    versions: versions.map(({ version }) => version),
    varies: {
      architecture: settings.some((setting) => (setting.architecture ?? architecture) !== architecture),
      environment: settings.some(variesEnvironment),
    },
  }
}
