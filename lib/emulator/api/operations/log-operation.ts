import { z } from 'zod'

import { FilterPatternError } from '../../logs/filter-pattern-error.ts'
import type { LogGroup, LogStream } from '../../logs/log-event.ts'
import type { Operation, Services } from '../operation.ts'
import type { WholeReply } from '../reply.ts'
import { targetError, targetReply } from '../target-reply.ts'

/** What CloudWatch Logs refuses, under its name there. */
export class LogsError extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

const optionalName = z.exactOptional(z.string().min(1).max(2_048))

/** The two ways of naming a group. */
export const groupChoice = { logGroupName: optionalName, logGroupIdentifier: optionalName }

export function limitUpTo(most: number) {
  return z.exactOptional(z.int().min(1).max(most))
}

/** An operation of CloudWatch Logs; members that `shape` does not name are ignored, as in AWS's protocol. */
export function logOperation<T extends z.ZodRawShape>(
  name: string,
  shape: T,
  run: (input: z.infer<z.ZodObject<T>>, services: Services) => Readonly<Record<string, unknown>> | undefined,
): Operation {
  const schema = z.object(shape)
  return {
    name,
    method: 'POST',
    path: '/',
    target: `Logs_20140328.${name}`,
    async handle(request, services) {
      const body = await request.body(MOST_REQUEST_BYTES)
      if (body.kind === 'broken') return undefined
      if (body.kind === 'too-large') {
        return { ...targetError('SerializationException', 'The request is too large'), last: true }
      }
      return answer(body.bytes, schema, (input) => run(input, services))
    },
  }
}

const MOST_REQUEST_BYTES = 1_048_576

function answer<T extends z.ZodType>(
  bytes: Buffer,
  schema: T,
  run: (input: z.infer<T>) => Readonly<Record<string, unknown>> | undefined,
): WholeReply {
  const json = parse(bytes)
  if (json === undefined) return targetError('SerializationException', 'The request is not JSON')
  const parsed = schema.safeParse(json)
  if (!parsed.success) return targetError('InvalidParameterException', describe(parsed.error))
  try {
    return targetReply(run(parsed.data) ?? {})
  } catch (error) {
    if (error instanceof LogsError) return targetError(error.type, error.message)
    if (error instanceof FilterPatternError) return targetError('InvalidParameterException', error.message)
    throw error
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? {} : (JSON.parse(bytes.toString('utf8')) as unknown)
  } catch {
    return undefined
  }
}

function describe({ issues }: z.ZodError): string {
  const problems = issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
  const errors = issues.length === 1 ? 'error' : 'errors'
  return `${issues.length} validation ${errors} detected: ${problems.join('; ')}`
}

/** The group that is named, by its name or ARN. */
export function groupOf(
  input: { readonly logGroupName?: string; readonly logGroupIdentifier?: string },
  { logs }: Pick<Services, 'logs'>,
): LogGroup {
  const { logGroupName, logGroupIdentifier } = input
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw new LogsError('InvalidParameterException', 'Give one of logGroupName and logGroupIdentifier')
  }
  const identifier = logGroupName ?? logGroupIdentifier ?? ''
  const name = /^arn:[^:]+:logs:[^:]+:\d{12}:log-group:([^:]+)(?::\*)?$/.exec(identifier)?.[1] ?? identifier
  const group = logs.groups.get(name)
  if (group === undefined) throw noGroup()
  return group
}

export function streamOf(group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name)
  if (stream === undefined) {
    throw new LogsError('ResourceNotFoundException', 'The specified log stream does not exist.')
  }
  return stream
}

export function noGroup(): LogsError {
  return new LogsError('ResourceNotFoundException', 'The specified log group does not exist.')
}
