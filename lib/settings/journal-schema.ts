import { z } from 'zod'
import type { Journal, ProcessMark } from './journal.ts'

const text = z.string().max(10_000)
const architecture = z.enum(['x86_64', 'arm64'])
const variables = z.record(text, text)

const setting = z.object({
  name: text,
  memoryMb: z.exactOptional(z.number()),
  architecture: z.exactOptional(architecture),
  environment: z.exactOptional(variables),
  qualifier: z.exactOptional(text),
})

const content = z.object({ memoryMb: z.number(), description: text, architecture, environment: variables })

const latest = z.object({ revision: z.exactOptional(text), modified: z.exactOptional(text) })

const notDone = z.object({ kind: z.literal('not-done') })
const done = z.object({ kind: z.literal('done') })

const step = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    by: z.enum(['UpdateFunctionConfiguration', 'UpdateFunctionCode']),
    from: content,
    to: content,
    outcome: z.exactOptional(z.discriminatedUnion('kind', [done.extend({ latest }), notDone])),
  }),
  z.object({
    kind: z.literal('publish'),
    of: z.enum(['setting', 'backup']),
    description: text,
    outcome: z.exactOptional(
      z.discriminatedUnion('kind', [
        done.extend({ version: text, ours: z.boolean(), latest: z.exactOptional(latest) }),
        z.object({ kind: z.literal('unclear'), versions: z.array(text) }),
        notDone,
      ]),
    ),
  }),
  z.object({
    kind: z.literal('alias'),
    name: text,
    version: text,
    outcome: z.exactOptional(z.discriminatedUnion('kind', [done, notDone])),
  }),
])

const was = z.object({
  memoryMb: z.number(),
  description: text,
  architecture,
  codeSha256: z.exactOptional(text),
  others: text,
  revision: z.exactOptional(text),
  modified: z.exactOptional(text),
  aliases: z.array(text),
  versions: z.array(text),
  varies: z.object({ architecture: z.boolean(), environment: z.boolean() }),
})

/** Who has a journal, or is taking it. */
export const processSchema: z.ZodType<ProcessMark> = z.object({
  pid: z.int().min(1),
  host: text,
  namespace: z.exactOptional(text),
  started: z.exactOptional(text),
})

/** What a journal on disk must be: it decides what is written to a function, and may have been damaged. */
export const journalSchema: z.ZodType<Journal> = z.object({
  schema: z.literal('coldburst/journal@1'),
  id: z.string().regex(/^[a-z0-9]{1,32}$/),
  startedAt: z.iso.datetime(),
  process: processSchema,
  where: z.object({
    region: text,
    endpoint: z.url(),
    awsProfile: z.exactOptional(text),
    function: text,
  }),
  willBe: z.array(setting),
  was: z.exactOptional(was),
  steps: z.array(step),
})
