import { z } from 'zod'
import { architecture, count, initRule } from './amounts.ts'

const item = z.object({
  name: z.string(),
  quantity: z.number(),
  unit: z.string(),
  unitPrice: z.number(),
  amount: z.number(),
})

const bill = z.object({
  kind: z.literal('bill'),
  currency: z.literal('USD'),
  priceBook: z.object({
    date: z.string().describe('YYYY-MM-DD: the day the prices were collected'),
    source: z.string(),
  }),
  region: z.string(),
  architecture,
  rule: initRule,
  items: z.array(item),
  total: z.number(),
  perMillion: z.exactOptional(z.number()).describe('discarded phases left out; absent when nothing else ran'),
  perInvocation: z.exactOptional(z.number()),
  gbSeconds: z.number(),
  otherRule: z
    .exactOptional(z.object({ rule: initRule, total: z.number() }))
    .describe('what the other rule gives, when it differs'),
  billedFrom: z
    .object({ reported: count, computed: count, unknown: count })
    .describe('invocations by where their Billed Duration is from'),
})

const absent = z.object({ kind: z.literal('absent'), why: z.string() })

/** The bill at list price, before the free tier, or why there is none. */
export const cost = z
  .discriminatedUnion('kind', [bill, absent])
  .describe('At list price before the free tier; an estimate where the target is not AWS.')
