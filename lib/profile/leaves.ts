import { z } from 'zod'
import { describeFound } from './found.ts'
import { readDuration } from './durations.ts'
import { orList, readCount, readShare } from './numbers.ts'
import type { Reading } from './problems.ts'

/** A value that is written as a number or a text, and read the same way as the flag of that meaning. */
export function readBy<T>(write: string, read: (text: string) => Reading<T>, description: string) {
  return z
    .union([z.number(), z.string()], { error: expected(write) })
    .transform((value, context) => {
      const reading = read(String(value))
      if (reading.kind === 'read') return reading.value
      context.issues.push({ code: 'custom', message: reading.message, input: value })
      return z.NEVER
    })
    .meta({ description })
}

export const duration = (example: string, description: string) =>
  readBy(`a duration such as ${example}`, readDuration, description)
export const count = (example: number, description: string, most?: number) =>
  readBy(`a whole number such as ${example}`, readCount(1, most), description)
export const share = (description: string) => readBy('a share such as 20% or 0.2', readShare, description)
/** One of some words. The editor's schema lists them; what is wrong is said by the flag's own reader. */
export function wordOf<const T extends string>(words: readonly [T, ...T[]], description: string) {
  return z.enum(words, { error: expected(orList(words)) }).meta({ description })
}

export function text(write: string, description: string) {
  return z
    .string({ error: expected(write) })
    .refine((value) => value.trim() !== '', { error: `is blank; write ${write}` })
    .meta({ description })
}

export function yesOrNo(description: string) {
  return z.boolean({ error: expected('true or false') }).meta({ description })
}

/** A mapping that knows its keys. */
export function mapping<S extends z.core.$ZodLooseShape>(shape: S, write: string) {
  return z.strictObject(shape, { error: expected(write) })
}

export function list<T extends z.ZodType>(element: T, write: string) {
  return z.array(element, { error: expected(write) }).min(1, { error: `is an empty list; write ${write}` })
}

/** The message for a value of the wrong type; issues about unknown keys are worded where their place is known. */
function expected(write: string) {
  return (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code === 'unrecognized_keys') return undefined
    if (issue.input === undefined) return `is missing; write ${write}`
    return `found ${describeFound(issue.input)}; write ${write}`
  }
}

/** A value of several forms, each with a schema of its own, so that what is wrong is told of the form that was meant. */
export function oneOfForms<T>(formOf: (value: unknown) => z.ZodType<T>) {
  return z.unknown().transform((value, context): T => {
    const result = formOf(value).safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) context.issues.push(...retold(issue, value))
    return z.NEVER
  })
}

function retold(issue: z.core.$ZodIssue, input: unknown): z.core.$ZodRawIssue[] {
  const { path, message } = issue
  if (issue.code !== 'unrecognized_keys') return [{ code: 'custom', path, message, input }]
  return issue.keys.map((key) => ({
    code: 'custom',
    path: [...path, key],
    message: 'is no key that is known here; remove it',
    input,
  }))
}
