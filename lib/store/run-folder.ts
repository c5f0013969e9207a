import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ResourceLine } from '../model/emulation.ts'
import type { HealthSample } from '../model/health.ts'
import type { Observation } from '../model/observation.ts'
import type { FiringPlan, LocalTarget, Plan } from '../model/plan.ts'
import type { Run, TargetFacts, Tool } from '../model/run.ts'
import { micros } from '../model/time.ts'
import { UsageError } from '../model/usage-error.ts'
import { healthFileName, readHealth } from './health-file.ts'
import { mergeShares } from './merge-shares.ts'
import { readResourceLog, resourceLogName } from './resource-log.ts'
import { readShare, type ShareReading } from './observation-reader.ts'

/** `plan.json`: what a run was meant to be, written before the first send. */
export interface StoredPlan {
  readonly schema: 'coldburst/stored-plan@1'
  readonly tool: Tool
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly facts: TargetFacts
  readonly plan: Plan
}

/** Makes `<runs>/<time>-<name>/` and returns its path. Throws UsageError when it can't be made or written. */
export function createRunFolder(runs: string, name: string, startedAt: Date): string {
  try {
    makeFolders(runs)
    accessSync(runs, constants.W_OK)
    return makeUnique(join(runs, `${folderTime(startedAt)}-${folderName(name)}`))
  } catch (error) {
    throw unwritable(`runs folder ${runs}`, error)
  }
}

/** Level by level: where a file system refuses (/proc), Node's own recursion never ends. */
function makeFolders(path: string): void {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another run may have made it just now.
    if (!existsSync(path)) throw error
  }
}

/** Another process may make a folder of the same name at the same time, so making it is the only test. */
function makeUnique(path: string): string {
  for (let copy = 1; ; copy += 1) {
    const candidate = copy === 1 ? path : `${path}-${copy}`
    try {
      mkdirSync(candidate)
      return candidate
    } catch (error) {
      if (!existsSync(candidate)) throw error
    }
  }
}

/** What to tell the user of a folder that does not take what must be stored. */
export function unwritable(where: string, cause: unknown): UsageError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `can't be written (${why}); name a folder that can with --runs`
  return new UsageError([{ where, message }], { cause })
}

const folderTime = (time: Date): string => time.toISOString().slice(0, 19).replaceAll(':', '-')

/** A run's name may hold anything; a folder's only what every file system takes. */
function folderName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '')
  return plain.slice(0, 60).replace(/[-.]+$/, '') || 'run'
}

/** Throws UsageError when the disk does not take it: nothing has been sent then. */
export function writePlan(folder: string, plan: StoredPlan): void {
  try {
    writeWhole(join(folder, 'plan.json'), plan)
  } catch (error) {
    throw unwritable(`run folder ${folder}`, error)
  }
}

export function writeRun(folder: string, run: Run): void {
  writeWhole(join(folder, 'run.json'), run)
}

/** In full or not at all: a reader never meets half a document. */
export function writeWhole(path: string, document: object): void {
  const part = `${path}.part`
  try {
    writeFileSync(part, `${JSON.stringify(document, undefined, 2)}\n`)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** A stored run, opened for reading. `observations` can be read as often as needed. */
export interface StoredRun {
  readonly folder: string
  readonly plan: StoredPlan
  /** One for each share, filled in while observations are read. */
  readonly readings: readonly ShareReading[]
  observations(): AsyncIterable<Observation>
  /** The same, many at a time: for whoever reads all of them, as fast as it can be done. */
  batches(): AsyncIterable<readonly Observation[]>
  /** How the generator did, about once a second; nothing where that was not stored. Never rejects. */
  health(): AsyncIterable<HealthSample>
  /** What the local Lambda told of itself; nothing for other targets. */
  resources(): AsyncIterable<ResourceLine>
}

/** Throws UsageError when the folder is not a run of coldburst, or not one that this version reads. */
export function openRun(folder: string): StoredRun {
  const plan = readPlan(folder)
  const files = readdirSync(folder)
    .filter((name) => /^observations\.\d+\.ndjson$/.test(name))
    .sort((a, b) => shareOf(a) - shareOf(b))
  if (files.length === 0) throw foreign(folder, 'it holds no observations.<share>.ndjson: nothing was fired')
  const readings: ShareReading[] = files.map(() => ({ damaged: 0 }))
  const batches = (): AsyncIterable<readonly Observation[]> => {
    const shares = files.map((name, index) => {
      const reading = readings[index] ?? { damaged: 0 }
      reading.damaged = 0
      return readShare(join(folder, name), reading)
    })
    return shares.length === 1 && shares[0] ? shares[0] : mergeShares(shares)
  }
  const health = (): AsyncIterable<HealthSample> => readHealth(join(folder, healthFileName))
  const resources = (): AsyncIterable<ResourceLine> => readResourceLog(join(folder, resourceLogName))
  const observations = (): AsyncIterable<Observation> => each(batches())
  return { folder, plan, readings, observations, batches, health, resources }
}

async function* each(batches: AsyncIterable<readonly Observation[]>): AsyncGenerator<Observation> {
  for await (const batch of batches) yield* batch
}

const shareOf = (file: string): number => Number(file.split('.')[1])

function readPlan(folder: string): StoredPlan {
  const path = join(folder, 'plan.json')
  if (!existsSync(folder)) throw foreign(folder, 'there is no such folder')
  if (!statSync(folder).isDirectory()) throw foreign(folder, 'it is a file; name the folder it is in')
  if (!existsSync(path)) throw foreign(folder, 'it holds no plan.json')
  const stored = parseJson(folder, path)
  if (stored?.schema !== 'coldburst/stored-plan@1') {
    throw foreign(
      folder,
      `its plan.json says schema ${JSON.stringify(stored?.schema)}, not coldburst/stored-plan@1`,
    )
  }
  if (!isWhole(stored)) throw foreign(folder, 'its plan.json lacks parts of a plan')
  return { ...stored, plan: withFirstDefaults(stored.plan) }
}

/** Plans of before there was a choice were fired like this, and do not say it. */
function withFirstDefaults(plan: Plan): Plan {
  const { target } = plan
  return {
    ...plan,
    firing: plan.firing ?? firstFiring,
    target: target.kind === 'local' ? withFirstCapacity(target) : target,
  }
}

const firstFiring: FiringPlan = { transport: 'sdk', threads: 1, prewarm: false, onLate: 'send' }

function withFirstCapacity(target: LocalTarget): LocalTarget {
  const functions = target.functions.map((fn) => ({ ...firstFunction, ...fn }))
  return { ...firstCapacity, ...target, functions }
}

const firstFunction = { ephemeralStorageMb: 512 }

const firstCapacity = {
  scalingRate: 1_000,
  idleJitter: 0,
  lifetimeJitter: 0,
  proactiveInit: 0,
  placementDelay: micros(0),
  mechanisms: { cpu: 'off', memory: 'watch', tmp: 'check' },
} as const

/** Parts that the analysis can't begin without; what is in them was checked when the plan was made. */
function isWhole(stored: Partial<StoredPlan>): stored is StoredPlan {
  const { tool, startedAt, facts, plan } = stored
  return (
    typeof startedAt === 'string' &&
    typeof tool?.version === 'string' &&
    typeof facts?.kind === 'string' &&
    Array.isArray(plan?.phases) &&
    Array.isArray(plan.thresholds) &&
    typeof plan.pricing === 'object' &&
    hasTarget(plan)
  )
}

function hasTarget({ target }: Partial<Plan>): boolean {
  return target?.kind === 'lambda' || (target?.kind === 'local' && Array.isArray(target.functions))
}

function parseJson(folder: string, path: string): Partial<StoredPlan> | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<StoredPlan> | null
  } catch {
    throw foreign(folder, `its ${basename(path)} is cut off or not JSON`)
  }
}

function foreign(folder: string, why: string): UsageError {
  return new UsageError([{ where: folder, message: `not a run of coldburst: ${why}` }])
}
