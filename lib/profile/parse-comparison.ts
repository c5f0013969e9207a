import type { ComparisonPlan } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { Plan, Secrets, TargetPlan } from '../model/plan.ts'
import { checkApply, type ApplySaid } from './check-apply.ts'
import { readCompareSection } from './compare-section.ts'
import { settleDesign, settleWarm } from './design.ts'
import type { Document } from './document.ts'
import type { Context } from './files.ts'
import { settleGoals } from './goals.ts'
import type { ProfileSource } from './open-profile.ts'
import {
  nameAfter,
  resolveSources,
  type ParsedPlan,
  type ProfileSources,
  type ProfileWorld,
} from './parse-plan.ts'
import { settlePayloads } from './payloads.ts'
import { checkQualifiers } from './placed-qualifiers.ts'
import { settleScalars } from './scalars.ts'
import type { ProfileInput } from './schema.ts'
import { withoutFlags, type Settings } from './settings.ts'
import { settleVaried } from './settle-varied.ts'
import { settleTarget } from './target.ts'
import { settleWarmLoad } from './warm-load.ts'

/** Everything that the plan of a comparison is made of, and the world as far as it matters. */
export interface ComparisonSources extends ProfileSources, ComparisonWorld {
  /** That the recommended setting is to be applied; absent where it is not. */
  readonly apply?: ApplySaid | undefined
}

export interface ComparisonWorld extends ProfileWorld {
  /** Processors of this machine. */
  readonly cpus: number
}

export interface ParsedComparison extends Pick<ParsedPlan, 'secrets' | 'notes'> {
  readonly plan: ComparisonPlan
}

/** Resolves flags, environment and profile into what is compared. Throws UsageError with every problem there is. */
export function parseComparison(sources: ComparisonSources): ParsedComparison {
  return resolveSources(sources, (settings) => (namesTarget(settings) ? undefined : 'compare'), settle)
}

/** The same for a profile given as data, with nothing above it; relative paths are relative to `cwd`. */
export function parseComparisonObject(input: ProfileInput, world: ComparisonWorld): ParsedComparison {
  return parseComparison({ ...world, flags: {}, env: {}, profile: { input } })
}

const namesTarget = (settings: Settings): boolean =>
  settings.text('function') !== undefined || settings.text('local') !== undefined

/** What means something else here, or nothing: one value of a run is a list of settings. */
const ofSettings = ['memory', 'architecture', 'threshold', 'inconclusive'] as const

/** Undefined only where a problem was reported. */
function settle(
  settings: Settings,
  document: Document | undefined,
  source: ProfileSource | undefined,
  world: ComparisonSources,
  context: Context,
): ParsedComparison | undefined {
  const { problems, notes } = context
  const inner = withoutFlags(settings, ofSettings)
  const { name, keepPayloads, ...scalars } = settleScalars(inner, document, problems)
  // A profile that can't be read is not none: what it may have said is unknown, and no mistake.
  const unread = source !== undefined && document === undefined
  const target = unread ? undefined : settleTarget(inner, document, context)
  const read = readCompareSection(document)
  const section = unread ? { ...read, whole: false } : read
  const varied = settleVaried(settings, section, target?.target.kind, context)
  const wanted = settleWarm(settings, section, problems)
  const { phases, perBlock } = settleWarmLoad(inner, document, wanted, scalars.maxInFlight, context)
  const payloads = settlePayloads(inner, document, keepPayloads, world.sha256, context)
  const design = settleDesign(
    settings,
    section,
    { wanted, perBlock },
    { target: target?.target.kind, varied, cpus: world.cpus, problems, notes },
  )
  const goals = settleGoals(settings, document, section, design.cold, {
    ...context,
    readThreshold: world.readThreshold,
  })
  leaveThresholds(settings, document, context)
  if (target === undefined) return undefined
  checkQualifiers(target.target, varied, settings, document, problems)
  checkApply(world.apply, target.target.kind, varied.staging, problems)
  const base: Plan = {
    schema: 'coldburst/plan@1',
    name: name ?? nameAfter(source, target.target),
    ...scalars,
    target: unqualified(target.target),
    payloads: payloads.plans,
    phases,
    thresholds: [],
    pricing: defined({
      ...scalars.pricing,
      architecture: varied.pricedAs ?? scalars.pricing.architecture,
    }),
  }
  const secrets: Secrets = { payloads: payloads.bodies, environment: target.environment }
  const { settings: compared, staging } = varied
  const schema = 'coldburst/comparison-plan@1'
  return { plan: { schema, base, settings: compared, staging, design, goals }, secrets, notes }
}

/** Every block says itself by which qualifier it is fired. */
function unqualified<T extends TargetPlan>(target: T): T {
  const { qualifier: _, ...rest } = target
  return rest as T
}

/** A profile's thresholds are about its runs; one that is typed was meant for this comparison. */
function leaveThresholds(settings: Settings, document: Document | undefined, context: Context): void {
  const [typed] = settings.typed('threshold') ? settings.list('threshold') : []
  if (typed !== undefined)
    context.problems.add(typed.place, "judges a run; write --slo '…' for what a setting must hold")
  if (document?.peek(['thresholds']) !== undefined)
    context.notes.push('the thresholds of the profile judge runs and are left aside; compare has --slo')
}
