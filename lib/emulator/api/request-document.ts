import type { z } from 'zod'

import type { ApiRequest } from './operation.ts'
import { notSerialized, Refusal, requestTooLarge, validationFailed } from './service-error.ts'

export interface DocumentRules {
  /** AWS's name, for refusals. */
  readonly operation: string
  readonly limitBytes?: number
}

/** The body as its schema has it; what is not in the schema is left out. Throws Refusal with AWS's errors. */
export async function readDocument<T extends z.ZodType>(
  request: ApiRequest,
  schema: T,
  { operation, limitBytes = SMALL_DOCUMENT_BYTES }: DocumentRules,
): Promise<z.infer<T>> {
  const body = await request.body(limitBytes)
  if (body.kind === 'too-large') throw new Refusal(requestTooLarge(limitBytes, operation))
  if (body.kind === 'broken') throw new Refusal(notSerialized('The request ended before its body.'))
  const document = parse(body.bytes)
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const unfit = issues.find(
    (issue) => issue.code === 'invalid_type' && valueAt(document, issue.path) !== undefined,
  )
  if (unfit !== undefined)
    throw new Refusal(notSerialized(describeType(unfit, valueAt(document, unfit.path))))
  throw new Refusal(validationFailed(issues.map((issue) => describeIssue(issue, document))))
}

const SMALL_DOCUMENT_BYTES = 65_536

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    // To AWS a member that is null is one that is not there.
    return JSON.parse(bytes.toString('utf8'), (_, value: unknown) => value ?? undefined)
  } catch (error) {
    throw new Refusal(notSerialized(error instanceof Error ? error.message : String(error)))
  }
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  return value
}

// The words of AWS's parser, as its clients show them.
function describeType(issue: z.core.$ZodIssue, value: unknown): string {
  if (Array.isArray(value)) return 'Start of list found where not expected'
  if (typeof value === 'object' && value !== null)
    return 'Start of structure or map found where not expected.'
  const expected = 'expected' in issue ? String(issue.expected) : ''
  const wanted = EXPECTED[expected] ?? 'a structure'
  if (typeof value === 'boolean') return `${value ? 'TRUE' : 'FALSE'}_VALUE can not be converted to ${wanted}`
  return `${typeof value === 'number' ? 'NUMBER' : 'STRING'}_VALUE can not be converted to ${wanted}`
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a String',
  // All but the weights of aliases are whole.
  number: 'an Integer',
  int: 'an Integer',
  boolean: 'a Boolean',
}

function describeIssue(issue: z.core.$ZodIssue, document: unknown): string {
  return failure(valueAt(document, issue.path), issue.path.map(String), constraintOf(issue))
}

/** One problem in the words of AWS's ValidationException. */
export function failure(value: unknown, path: readonly string[], constraint: string): string {
  const member = path.map((part) => part.charAt(0).toLowerCase() + part.slice(1)).join('.')
  const shown =
    value === undefined || value === null
      ? 'null'
      : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`
  return `Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`
}

function constraintOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `Member must have ${sizeOf(issue.origin)} greater than or equal to ${issue.minimum}`
    case 'too_big':
      return `Member must have ${sizeOf(issue.origin)} less than or equal to ${issue.maximum}`
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${(issue.pattern ?? '').replace(/^\/\^?|\$?\/u?$/g, '')}`
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`
    case 'invalid_type':
      return 'Member must not be null'
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return issue.message
    default:
      return issue satisfies never
  }
}

function sizeOf(origin: string): string {
  return origin === 'number' || origin === 'int' ? 'value' : 'length'
}
