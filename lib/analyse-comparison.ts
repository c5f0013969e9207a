import { join } from 'node:path'
import { analyse } from './analyse.ts'
import { differencesFrom } from './compare/differences.ts'
import { createField } from './compare/field.ts'
import { Gathered } from './compare/gather.ts'
import { homesOf } from './compare/homes.ts'
import { nobodyMeasured } from './compare/nobody.ts'
import { notesOf } from './compare/notes.ts'
import { recommend } from './compare/recommend.ts'
import { settingResult } from './compare/setting-result.ts'
import { judgeBlocks } from './compare/validity.ts'
import { withhold } from './compare/withhold.ts'
import { worstHealth } from './compare/worst-health.ts'
import type { Comparison, PutBack, Recommendation, SettingResult } from './model/comparison.ts'
import type { ComparisonPlan } from './model/comparison-plan.ts'
import { defined } from './model/defined.ts'
import type { Emulation } from './model/emulation.ts'
import type { Observation } from './model/observation.ts'
import type { StoredBlock, StoredComparison } from './store/comparison-folder.ts'
import { readResourceLog, resourceLogName } from './store/resource-log.ts'
import { billedAs } from './stored-facts.ts'
import { EmulationNumbers } from './summary/emulation.ts'

/**
 * Makes the document of a comparison from its stored plan, state and blocks. The same folder gives the same
 * document, also one of a comparison that died.
 */
export async function analyseComparison(stored: StoredComparison): Promise<Comparison> {
  const { state } = stored
  const { plan, facts, tool, startedAt } = stored.plan
  const gathered = await gather(stored)
  const settings = resultsOf(stored, gathered)
  const emulation = await emulationOf(stored)
  const { valid, reasons, note } = judgeBlocks(gathered.doubts, state?.faults ?? [])
  const recommendation = recommendationOf(stored, settings, gathered)
  const judged = { validity: { valid, reasons }, ended: state?.ended ?? ('incomplete' as const), settings }
  return defined({
    schema: 'coldburst/comparison@1' as const,
    tool,
    plan,
    target: { ...facts, versions: gathered.versions() },
    current: state?.current,
    startedAt,
    durationMs: Math.round(Math.max(state?.durationMs ?? 0, gathered.lastedMs)),
    ...judged,
    notes: notesOf({
      plan,
      facts,
      settings,
      ranking: recommendation.ranking,
      cutShort: state?.cutShort ?? [],
      spoilt: note,
      emulation,
      unpriced: gathered.spending.unpriced,
      unknownCosts: gathered.spending.unknown,
      nameless: gathered.nameless,
      served: settings
        .filter(({ fate }) => fate.kind === 'measured')
        .map(({ setting }) => gathered.servedOf(setting)),
    }),
    recommendation: withhold(recommendation, judged),
    differences: differencesOf(plan, settings, gathered),
    spent: gathered.spending.finish(state?.calls ?? 0),
    putBack: state?.putBack ?? unknownPutBack(plan),
    health: worstHealth(gathered.healths),
    emulation,
  })
}

/** Block by block: of what is read no more stays than the numbers of its samples. */
async function gather({ plan, blocks }: StoredComparison): Promise<Gathered> {
  const gathered = new Gathered(plan.startedAt, homesOf(plan.plan))
  const known = new Set(plan.plan.settings.map(({ name }) => name))
  for (const stored of blocks) if (known.has(stored.block.setting)) await addBlock(stored, gathered)
  return gathered
}

async function addBlock({ block, run: stored }: StoredBlock, into: Gathered): Promise<void> {
  const run = await analyse(stored)
  const observations: Observation[] = []
  for await (const batch of stored.batches()) observations.push(...batch)
  const damagedLines = stored.readings.reduce((sum, { damaged }) => sum + damaged, 0)
  into.add({
    block,
    run,
    observations,
    damagedLines,
    billedAs: billedAs(stored.plan.plan, stored.plan.facts),
  })
}

function resultsOf({ plan: { plan }, state }: StoredComparison, gathered: Gathered): SettingResult[] {
  return plan.settings.map((setting) =>
    settingResult(setting, gathered.tallyOf(setting.name), {
      plan,
      errors: gathered.errorsOf(setting.name),
      behind: gathered.behind(setting),
      skipped: state?.skipped.find((skipped) => skipped.setting === setting.name)?.why,
      givenUp: state?.givenUp.includes(setting.name) ?? false,
    }),
  )
}

function recommendationOf(
  { plan: { plan }, state }: StoredComparison,
  settings: readonly SettingResult[],
  gathered: Gathered,
): Recommendation {
  const { goals, design, base, staging } = plan
  const contestants = settings
    .filter(({ fate }) => fate.kind === 'measured')
    .map(({ setting, limits }) => ({ setting, limits, warm: gathered.tallyOf(setting.name).warm }))
  const field = createField(contestants, base.seed)
  // Of qualifiers the first is what the others are held against.
  const baseline = staging === 'none' ? plan.settings[0]?.name : state?.current
  return (field && recommend(field, goals, design.warmPerBlock, baseline)) ?? nobodyMeasured(settings)
}

function differencesOf(
  { staging, base }: ComparisonPlan,
  settings: readonly SettingResult[],
  gathered: Gathered,
): Comparison['differences'] {
  if (staging !== 'none') return []
  const sides = settings.map(({ setting }) => ({ setting, tally: gathered.tallyOf(setting.name) }))
  return differencesFrom(sides, base.seed)
}

const unknownPutBack = ({ staging }: ComparisonPlan): PutBack =>
  staging === 'none' ? { kind: 'nothing-changed' } : { kind: 'unknown' }

async function emulationOf({ folder, plan: { plan } }: StoredComparison): Promise<Emulation | undefined> {
  const { target } = plan.base
  if (target.kind !== 'local') return undefined
  const numbers = new EmulationNumbers()
  for await (const line of readResourceLog(join(folder, resourceLogName))) numbers.add(line)
  const emulation = numbers.finish(target)
  // What it tells of a function is of all its settings together: no share of them is that of one memory size.
  const varies = plan.settings.some(({ memoryMb }) => memoryMb !== undefined)
  return emulation && varies ? { ...emulation, functions: [] } : emulation
}
