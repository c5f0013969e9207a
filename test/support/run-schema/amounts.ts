import { z } from 'zod'
import { micros } from '../../../lib/model/time.ts'

/** How many there were of something. */
export const count = z.int().min(0)

/** An instant or a span. */
export const time = z.int().transform(micros).describe('µs; an instant counts from the start of the run')

export const architecture = z.enum(['x86_64', 'arm64'])

export const initRule = z
  .enum(['current', 'legacy'])
  .describe('current: INIT is billed, as AWS does since 2025-08-01; legacy: the rule before it')

/** A 95 % interval in the unit of what it is about. */
export const interval = z
  .object({ low: z.exactOptional(z.number()), high: z.exactOptional(z.number()) })
  .meta({ id: 'Interval', description: "A 95 % interval. An end that the sample can't give is absent." })
