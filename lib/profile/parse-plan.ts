import { basename, extname } from 'node:path'
import { nearest } from '../gates/nearest.ts'
import type { Plan, Secrets, TargetPlan } from '../model/plan.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Document } from './document.ts'
import type { ReadThreshold } from './expressions.ts'
import type { Context, FileReader } from './files.ts'
import { knownVariables, strangeVariables, type Flags } from './flags.ts'
import { saidOfLoad } from './load-flags.ts'
import { openProfile, type ProfileSource } from './open-profile.ts'
import { settlePayloads } from './payloads.ts'
import { collectProblems, type Problems } from './problems.ts'
import { settleScalars } from './scalars.ts'
import type { ProfileInput } from './schema.ts'
import { settingsFrom, type Settings } from './settings.ts'
import { settlePhases } from './settle-phases.ts'
import { settleTarget } from './target.ts'
import { settleThresholds } from './thresholds.ts'

/** Everything a plan is made of, and the world as far as it matters. */
export interface ProfileSources extends ProfileWorld {
  readonly flags: Flags
  /** Only `COLDBURST_…` is read. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly profile?: ProfileSource | undefined
}

export interface ProfileWorld {
  readonly files: FileReader
  /** Absolute. */
  readonly cwd: string
  /** Absolute path of the folder with the ready profiles and, in `functions`, the sample functions. */
  readonly samples: string
  /** Hexadecimal SHA-256 of the UTF-8 bytes. */
  readonly sha256: (text: string) => string
  readonly readThreshold: ReadThreshold
}

export interface ParsedPlan {
  readonly plan: Plan
  readonly secrets: Secrets
  /** What the user should know that is no problem. */
  readonly notes: readonly string[]
}

/** Resolves flags, environment and profile into a plan. Throws UsageError with every problem there is. */
export function parsePlan(sources: ProfileSources): ParsedPlan {
  return resolveSources(sources, (settings) => (wantsTour(settings) ? 'tour' : undefined), settle)
}

/** What a parser makes of settings and profile; undefined only where a problem was reported. */
type Settle<Sources, Parsed> = (
  settings: Settings,
  document: Document | undefined,
  source: ProfileSource | undefined,
  sources: Sources,
  context: Context,
) => Parsed | undefined

/** Reads every source and settles it; `usual` names the profile where none was. Throws UsageError with every problem. */
export function resolveSources<Sources extends ProfileSources, Parsed>(
  sources: Sources,
  usual: (settings: Settings) => ProfileSource | undefined,
  settle: Settle<Sources, Parsed>,
): Parsed {
  const context: Context = { ...sources, problems: collectProblems(), notes: [] }
  const settings = settingsFrom(sources.flags, sources.env, context.problems)
  const source = sources.profile ?? usual(settings)
  const document = source === undefined ? undefined : openProfile(source, context)
  reportStrangeVariables(sources.env, context.problems)
  const parsed = settle(settings, document, source, sources, context)
  if (parsed === undefined || context.problems.all().length > 0) throw new UsageError(context.problems.all())
  return parsed
}

/** The same for a profile given as data, with nothing above it; relative paths are relative to `cwd`. */
export function parseProfileObject(input: ProfileInput, world: ProfileWorld): ParsedPlan {
  return parsePlan({ ...world, flags: {}, env: {}, profile: { input } })
}

/** Undefined only where a problem was reported. */
function settle(
  settings: Settings,
  document: Document | undefined,
  source: ProfileSource | undefined,
  world: ProfileWorld,
  context: Context,
): ParsedPlan | undefined {
  const { name, keepPayloads, ...scalars } = settleScalars(settings, document, context.problems)
  // A profile that can't be read is not none: what it may have said is unknown, and no mistake.
  const unread = source !== undefined && document === undefined
  const target = unread ? undefined : settleTarget(settings, document, context)
  const phases = settlePhases(settings, document, scalars.maxInFlight, context)
  const payloads = settlePayloads(settings, document, keepPayloads, world.sha256, context)
  const known = unread ? { ...phases, names: undefined } : phases
  const thresholds = settleThresholds(settings, document, known, world.readThreshold, context)
  if (target === undefined) return undefined
  const parts = {
    name: name ?? nameAfter(source, target.target),
    target: target.target,
    phases: phases.phases,
    thresholds,
    payloads: payloads.plans,
  }
  return {
    plan: { schema: 'coldburst/plan@1', ...parts, ...scalars },
    secrets: { payloads: payloads.bodies, environment: target.environment },
    notes: context.notes,
  }
}

/** Nothing says what to fire, nor at what: the tour shows it. */
function wantsTour(settings: Settings): boolean {
  const noTarget = settings.text('function') === undefined && settings.text('local') === undefined
  return noTarget && Object.keys(saidOfLoad(settings)).length === 0
}

/** A variable that is nearly one of ours was meant to be it: without it something else would be fired. */
function reportStrangeVariables(env: ProfileSources['env'], problems: Problems): void {
  for (const name of strangeVariables(env)) {
    const like = nearest(name, knownVariables())
    if (like !== undefined) problems.add({ where: name }, `there is no such variable; did you mean ${like}?`)
  }
}

/** What a plan that nobody named is called: after its profile's file, else after its function. */
export function nameAfter(source: ProfileSource | undefined, target: TargetPlan): string {
  return typeof source === 'string' ? basename(source, extname(source)) : functionName(target)
}

/** The name in an ARN, or the name itself. */
const functionName = (target: TargetPlan): string => target.function.split(':').at(-1) ?? target.function
