import { z } from 'zod'
import { architecture, count } from './run-schema/amounts.ts'
import { cost } from './run-schema/cost.ts'
import { emulation } from './run-schema/emulation.ts'
import { distinctError, environments, health, phase, verdict } from './run-schema/findings.ts'
import { counts, distributions, starts } from './run-schema/numbers.ts'
import { plan } from './run-schema/plan.ts'

export const tool = z.object({
  name: z.literal('coldburst'),
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  cpus: count,
})

export const target = z.object({
  kind: z.enum(['lambda', 'local']),
  function: z.string(),
  versions: z.array(z.string()).describe('every executed version that answers named'),
  memoryMb: z.exactOptional(z.number()),
  architecture,
  architectureFrom: z.enum(['flag', 'function', 'machine', 'assumed']),
  runtime: z.exactOptional(z.string()),
  region: z.exactOptional(z.string()),
  endpoint: z.exactOptional(z.string()),
  emulated: z.boolean().describe('true for every target that is not AWS itself'),
})

const disagreement = z.object({ what: z.string(), count, example: z.exactOptional(z.string()) })

/** A `run.json` as `Run`. Keys that it does not know are let through: a later version may add some. */
export const runSchema = z.object({
  schema: z.literal('coldburst/run@1'),
  tool,
  plan,
  target,
  startedAt: z.iso.datetime().describe('ISO 8601, UTC'),
  durationMs: z.number(),
  ended: z
    .enum(['completed', 'interrupted', 'incomplete'])
    .describe('incomplete: the process died, and the document was made afterwards from what it had stored'),
  validity: z
    .object({ valid: z.boolean(), reasons: z.array(z.string()) })
    .describe('An invalid run is no verdict on the function.'),
  notes: z.array(z.string()).describe('what a reader should know that is no fault'),
  health,
  emulation: z.exactOptional(emulation),
  counts,
  starts,
  evidence: z.object({
    disagreements: z.array(disagreement).describe('markers that contradict each other, and how often'),
  }),
  environments,
  distributions,
  phases: z.array(phase).describe('one for each phase of the plan, discarded ones too'),
  errors: z.array(distinctError),
  cost,
  verdicts: z.array(verdict).describe('one for each threshold'),
})

/** The JSON Schema (draft 7) of a `run.json`, as the text of `docs/run.schema.json`. */
export function runSchemaFile(): string {
  return schemaText(runSchema, 'The document of a coldburst run: run.json, coldburst/run@1')
}

/** A schema as the text of a file. */
export function schemaText(of: z.ZodType, title: string): string {
  const schema = z.toJSONSchema(of, { target: 'draft-7', io: 'input', override: withoutNoise })
  const { $schema, ...rest } = schema
  return `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n`
}

/** Leaves out what says nothing about a run: the bounds of safe integers, and what `format` says already. */
function withoutNoise({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
}
