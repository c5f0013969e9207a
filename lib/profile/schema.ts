import { z } from 'zod'
import { compareSchema } from './compare-schema.ts'
import { count, duration, list, mapping, readBy, text, wordOf, yesOrNo } from './leaves.ts'
import { limits } from './limits.ts'
import { readCount, readUsd, readWeight } from './numbers.ts'
import { phaseSchema } from './phase-schema.ts'
import { targetSchema } from './target-schema.ts'

const json = z.unknown().meta({ description: 'The payload itself, as YAML or JSON.' })

export const payloadSchema = mapping(
  {
    weight: readBy(
      'a number above 0',
      readWeight,
      'How often it is taken compared with the others; 1 by default.',
    ).optional(),
    file: text('file: event.json', 'A JSON file.').optional(),
    json: json.optional(),
  },
  'a payload such as { json: { key: value } } or { file: event.json }',
).meta({ oneOf: [{ required: ['file'] }, { required: ['json'] }] })

export const pricingSchema = mapping(
  {
    initBilling: wordOf(
      ['current', 'legacy'],
      'Whether INIT is billed: current (since 2025-08-01) or the rule before it.',
    ).optional(),
    maxCost: readBy(
      'an amount such as 1usd',
      readUsd,
      'A real target whose estimate is above it is refused; 1usd by default.',
    ).optional(),
    architecture: wordOf(
      ['x86_64', 'arm64'],
      'Whose prices apply, when the function does not say.',
    ).optional(),
  },
  'pricing: { maxCost: 1usd }',
)

export const firingSchema = mapping(
  {
    transport: wordOf(
      ['lean', 'sdk'],
      'The HTTP client: lean is coldburst’s own, sdk that of the AWS SDK, as a reference; lean by default.',
    ).optional(),
    threads: count(2, 'Firing threads that share the schedule; 1 by default.', limits.threads).optional(),
    prewarm: yesOrNo('Open connections before the instants they are needed at; true by default.').optional(),
    onLate: wordOf(
      ['send', 'drop'],
      'What becomes of an open loop’s arrival that is more than 10 ms late: sent late, or dropped and counted; send by default.',
    ).optional(),
  },
  'firing: { threads: 2 }',
)

export const profileSchema = mapping(
  {
    name: text('name: nightly', 'The name of the run.').optional(),
    target: targetSchema.optional(),
    payload: json.optional(),
    payloads: list(payloadSchema, 'payloads: [{ json: { key: value } }]')
      .meta({ description: 'Several payloads, taken at random by weight.' })
      .optional(),
    keepPayloads: yesOrNo('Store the payloads with the run.').optional(),
    phases: list(phaseSchema, 'phases: [{ burst: { size: 50 } }]')
      .meta({ description: 'What is fired, one phase after the other.' })
      .optional(),
    // Read one by one in thresholds.ts, where each is parsed too.
    thresholds: z
      .array(z.string())
      .meta({ description: 'What must hold, as in response_time{start:warm} p(99) < 250ms.' })
      .optional(),
    inconclusive: wordOf(
      ['pass', 'fail'],
      'What a threshold counts as when its interval straddles the limit; pass by default.',
    ).optional(),
    seed: readBy(
      'a whole number such as 7',
      readCount(0, limits.seed),
      'The seed of everything random; 1 by default.',
    ).optional(),
    maxInFlight: count(
      10_000,
      'Invocations in flight at which an arrival is dropped; 10000 by default.',
    ).optional(),
    timeout: duration('30s', 'After which an invocation is given up; 930s by default.').optional(),
    firing: firingSchema.meta({ description: 'By what means arrivals are fired.' }).optional(),
    pricing: pricingSchema.meta({ description: 'How the bill is made, and where it ends.' }).optional(),
    compare: compareSchema
      .meta({ description: 'What coldburst compare varies and how it measures; run ignores it.' })
      .optional(),
  },
  'a mapping, such as phases: [{ burst: { size: 50 } }]',
)

/** What a profile file holds, as plain data: what the library takes too. */
export type ProfileInput = z.input<typeof profileSchema>
