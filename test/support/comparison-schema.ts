import { z } from 'zod'
import { architecture, count, interval } from './run-schema/amounts.ts'
import { emulation } from './run-schema/emulation.ts'
import { distinctError, health, unit, verdict } from './run-schema/findings.ts'
import { startSelector } from './run-schema/numbers.ts'
import { plan } from './run-schema/plan.ts'
import { schemaText, target, tool } from './run-schema.ts'

const setting = z
  .object({
    name: z.string().describe('unique: everything else names the setting by it'),
    memoryMb: z.exactOptional(z.number()),
    architecture: z.exactOptional(architecture),
    environment: z.exactOptional(z.record(z.string(), z.string())).describe('variables that are varied'),
    qualifier: z.exactOptional(z.string()).describe('an alias or version that was there already'),
  })
  .describe('What it does not say is left as the function has it.')

const design = z.object({
  warm: count.describe('samples of each setting; with until the fewest'),
  warmPerBlock: count,
  cold: count,
  coldPerBlock: count.describe('invocations at the same instant in one forced-cold burst'),
  until: z
    .exactOptional(
      z.object({
        metric: z.enum([
          'response_time',
          'service_time',
          'duration',
          'billed_duration',
          'init_duration',
          'restore_duration',
          'overhead',
          'placement',
          'schedule_lag',
          'burst_skew',
          'memory_used',
        ]),
        percentile: z.number(),
        within: z.number().describe("half of the interval's width as a share of the value"),
      }),
    )
    .describe('sampling went on until the interval of this percentile was this narrow'),
  mostWarm: count,
})

const comparisonPlan = z.object({
  schema: z.literal('coldburst/comparison-plan@1'),
  base: plan,
  settings: z.array(setting).describe('in the order they were named in'),
  staging: z
    .enum(['versions', 'in-place', 'none'])
    .describe(
      'versions: published behind temporary aliases; in-place: $LATEST was changed; none: qualifiers',
    ),
  design,
  goals: z.object({
    weight: z.number().describe('of cost against speed: 0 is speed alone, 1 cost alone'),
    limits: z.array(z.string()).describe('thresholds that a setting must hold to be recommended'),
    tolerance: z.number().describe('how much dearer than the cheapest is about as cheap, as a share'),
  }),
})

const estimate = z
  .object({
    value: z.number(),
    interval: z.exactOptional(interval).describe('by bootstrap over blocks; absent where there are too few'),
    resolved: z.boolean().describe('false for a percentile with fewer than five observations beyond it'),
    n: count.describe('observations behind it'),
  })
  .meta({ id: 'Estimate', description: 'A number with how sure it is.' })

const percentiles = z
  .object({
    count,
    min: z.number(),
    max: z.number(),
    mean: estimate,
    p50: estimate,
    p90: estimate,
    p95: estimate,
    p99: estimate,
  })
  .meta({ id: 'Percentiles', description: 'Times, µs.' })

const series = z
  .object({
    wanted: count,
    accepted: count,
    blocks: count,
    discarded: z
      .array(
        z.object({
          why: z.enum([
            'warm',
            'cold',
            'reinitialized',
            'unverified',
            'other-version',
            'other-memory',
            'other-setting',
          ]),
          count,
        }),
      )
      .describe('invocations that ran and were not what they should be'),
    failed: count,
    duration: z.exactOptional(percentiles),
    responseTime: z.exactOptional(percentiles),
    initDuration: z.exactOptional(percentiles),
    billedMs: z.exactOptional(estimate).describe('mean, INIT included where it is billed'),
    memoryUsedMb: z.exactOptional(z.number()).describe('the highest Max Memory Used'),
    costPerMillion: z.exactOptional(estimate).describe('USD, requests included'),
  })
  .meta({ id: 'Series', description: 'The accepted samples of one setting and one kind of start.' })

const fate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured') }),
  z.object({
    kind: z.literal('failing'),
    name: z.string(),
    message: z
      .exactOptional(z.string())
      .describe('the beginning of what it said, where the name says nothing'),
    failed: count,
    of: count,
  }),
  z.object({ kind: z.literal('skipped'), why: z.string() }),
  z.object({ kind: z.literal('unmeasured'), why: z.string() }),
])

const settingResult = z.object({
  setting,
  fate,
  warm: series,
  cold: series,
  errors: z.array(distinctError),
  versions: z.array(z.string()).describe('every executed version that answers named'),
  behind: z
    .exactOptional(
      z.object({
        version: z.string(),
        memoryMb: z.exactOptional(z.number()),
        architecture: z.exactOptional(architecture),
      }),
    )
    .describe('what its qualifier was; absent of settings that are none, and of one that was never fired at'),
  limits: z.array(verdict).describe("of the plan's limits, in their order"),
})

const standing = z
  .object({ setting: z.string(), level: z.array(z.string()).describe("settings that can't be told apart") })
  .meta({ id: 'Standing', description: 'Who is first in a ranking.' })

const differs = z.enum(['lower', 'higher', 'level', 'unknown'])

const comparative = z
  .object({
    setting: z.string(),
    relative: z.number().describe('(this - first) / first'),
    interval: z.exactOptional(interval),
    verdict: differs,
  })
  .meta({ id: 'Comparative', description: 'One setting beside the first one of a ranking.' })

const ranking = z
  .object({
    cheapest: z.exactOptional(standing),
    fastest: z.exactOptional(standing).describe('absent where a setting has too few samples to tell its p50'),
    balanced: z.exactOptional(standing).describe('absent where cost or speed is not known'),
    withinLimits: z.exactOptional(standing),
    cost: z.array(comparative).describe('each against the cheapest; empty where none is known'),
    speed: z.array(comparative).describe('each against the fastest; empty where none is known'),
    front: z
      .array(z.string())
      .describe(
        'settings that no other is shown to beat, with both figures as good and one shown to be better, from the cheapest on; empty where cost or time is not known',
      ),
    knee: z
      .exactOptional(z.object({ setting: z.string(), beyond: z.exactOptional(z.number()) }))
      .describe(
        'the smallest setting for which no larger one is more than 5 % faster; absent where speed is not known',
      ),
    costSpread: z.exactOptional(z.number()).describe('highest over lowest cost, minus 1'),
    speedBy: z
      .exactOptional(z.enum(['duration', 'responseTime']))
      .describe('what the speed of all of them is; absent is duration'),
    rounds: z
      .exactOptional(count)
      .describe(
        'the fewest in which two settings both have samples, absent where one alone was measured; with fewer than six no difference can be shown, and nobody is called anything',
      ),
  })
  .meta({ id: 'Ranking', description: 'Of the settings that were measured.' })

const recommendation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), why: z.string(), ranking: z.exactOptional(ranking) }),
  z.object({
    kind: z.literal('recommended'),
    setting: z.string(),
    because: z.enum(['limits', 'fastest-of-cheap', 'cheapest', 'baseline', 'only']),
    ranking,
  }),
])

const difference = z.object({
  metric: z.string().describe('as the threshold grammar writes it'),
  unit,
  start: startSelector,
  baseline: estimate,
  candidate: estimate,
  absolute: z.number().describe('candidate minus baseline'),
  absoluteInterval: z.exactOptional(interval),
  relative: z.exactOptional(z.number()).describe('(candidate - baseline) / baseline'),
  relativeInterval: z.exactOptional(interval),
  verdict: differs,
})

const putBack = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing-changed') }),
  z.object({ kind: z.literal('put-back'), versionsDeleted: count, aliasesDeleted: count }),
  z.object({
    kind: z.literal('left'),
    why: z.string(),
    journal: z.string(),
    byHand: z
      .exactOptional(z.literal(true))
      .describe('the function has to be put back by hand: coldburst restore would leave it, too'),
    backupMissing: z
      .exactOptional(z.literal(true))
      .describe('the version that kept what was has been deleted'),
  }),
  z.object({ kind: z.literal('function-deleted') }),
  z.object({ kind: z.literal('unknown') }),
])

/** A `comparison.json` as `Comparison`. Keys that it does not know are let through: a later version may add some. */
export const comparisonSchema = z.object({
  schema: z.literal('coldburst/comparison@1'),
  tool,
  plan: comparisonPlan,
  target: target.describe('the function as it was before'),
  current: z
    .exactOptional(z.string())
    .describe(
      'the setting that the function had already; absent where that is none of them, or they are qualifiers',
    ),
  startedAt: z.iso.datetime().describe('ISO 8601, UTC'),
  durationMs: z.number(),
  ended: z
    .enum(['completed', 'interrupted', 'incomplete'])
    .describe('incomplete: the process died, and the document was made afterwards from what it had stored'),
  validity: z
    .object({ valid: z.boolean(), reasons: z.array(z.string()) })
    .describe('An invalid comparison recommends nothing.'),
  notes: z.array(z.string()).describe('what a reader should know that is no fault'),
  settings: z.array(settingResult).describe('one for each setting of the plan, in its order'),
  recommendation,
  differences: z
    .array(z.object({ baseline: z.string(), candidate: z.string(), differences: z.array(difference) }))
    .describe('of every later qualifier against the first; empty where settings are not qualifiers'),
  spent: z
    .exactOptional(
      z.object({
        invocations: count,
        calls: count.describe('made to the control plane; they cost nothing'),
        usd: z.number(),
        priceBook: z.object({ date: z.string(), source: z.string() }),
      }),
    )
    .describe('what the invocations cost, discarded ones included; absent where no price is known'),
  putBack: putBack.describe('what became of what was changed'),
  health: z.exactOptional(health).describe('worst of all blocks'),
  emulation: z.exactOptional(emulation),
})

/** The JSON Schema (draft 7) of a `comparison.json`, as the text of `docs/comparison.schema.json`. */
export const comparisonSchemaFile = (): string =>
  schemaText(
    comparisonSchema,
    'The document of a coldburst comparison: comparison.json, coldburst/comparison@1',
  )
