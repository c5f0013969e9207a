import type { z } from 'zod'
import type { SimulatedTime } from '../model/local-function.ts'
import { isMapping } from './document.ts'
import { readDurationUpTo } from './durations.ts'
import { list, mapping, oneOfForms, readBy } from './leaves.ts'
import { limits } from './limits.ts'

/** How long something takes: `120ms`, `{ from, to }`, `{ median, p99 }`, or a list of measured times. */
export const simulatedTime = oneOfForms(formOf)

function formOf(value: unknown): z.ZodType<SimulatedTime> {
  if (Array.isArray(value)) return samples
  if (!isMapping(value)) return constant
  return 'median' in value || 'p99' in value ? lognormal : uniform
}

const forms =
  'a duration such as 120ms, { from: 80ms, to: 120ms }, { median: 100ms, p99: 400ms }, or a list of durations'

const time = (write: string) =>
  readBy(write, readDurationUpTo(limits.functionTimeout[1]), 'A duration, 0s to 900s.')

const constant = time(forms).transform((time): SimulatedTime => ({ kind: 'constant', time }))

const uniform = mapping({ from: time('from: 80ms'), to: time('to: 120ms') }, forms)
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'is less than "from"; swap them' })
  .transform(({ from, to }): SimulatedTime => ({ kind: 'uniform', from, to }))

const lognormal = mapping({ median: time('median: 100ms'), p99: time('p99: 400ms') }, forms)
  .refine(({ median }) => median > 0, {
    path: ['median'],
    error: 'must be more than nothing; write one such as 100ms',
  })
  .refine(({ median, p99 }) => median <= p99, {
    path: ['p99'],
    error: 'is less than the median; write the median or more',
  })
  .transform(({ median, p99 }): SimulatedTime => ({ kind: 'lognormal', median, p99 }))

/** A plan with more of them would be hard to read, and a functions file has no room for many more. */
const mostSamples = 10_000

const samples = list(time('a duration such as 120ms'), '[80ms, 90ms, 300ms]')
  .max(mostSamples, { error: `holds more than ${mostSamples} durations; leave some out` })
  .transform((times): SimulatedTime => ({ kind: 'samples', times }))
