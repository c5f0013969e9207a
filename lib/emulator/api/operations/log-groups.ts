import { z } from 'zod'

import { logGroupArn } from '../../functions/names.ts'
import type { LogGroup, LogStream } from '../../logs/log-event.ts'
import type { Operation } from '../operation.ts'
import {
  groupChoice,
  groupOf,
  limitUpTo,
  logOperation,
  LogsError,
  noGroup,
  streamOf,
} from './log-operation.ts'
import { offsetToken, readOffset } from './log-tokens.ts'

const name = z.string().min(1).max(512)
const optionalName = z.exactOptional(name)
const token = z.exactOptional(z.string().min(1).max(2_048))
const newGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/)

/** CloudWatch Logs: groups and streams. */
export const logGroupOperations: readonly Operation[] = [
  logOperation(
    'DescribeLogGroups',
    {
      logGroupNamePrefix: optionalName,
      logGroupNamePattern: optionalName,
      nextToken: token,
      limit: limitUpTo(50),
    },
    (input, { logs, config }) => {
      const { logGroupNamePrefix: prefix = '', logGroupNamePattern: part = '' } = input
      const found = [...logs.groups.values()]
        .filter((group) => group.name.startsWith(prefix) && group.name.includes(part))
        .sort((a, b) => compare(a.name, b.name))
      const { items, more } = page(found, input)
      return { logGroups: items.map((group) => describeGroup(group, config.region)), ...more }
    },
  ),
  logOperation(
    'DescribeLogStreams',
    {
      ...groupChoice,
      logStreamNamePrefix: optionalName,
      orderBy: z.exactOptional(z.enum(['LogStreamName', 'LastEventTime'])),
      descending: z.exactOptional(z.boolean()),
      nextToken: token,
      limit: limitUpTo(50),
    },
    (input, { logs, config }) => {
      const { logStreamNamePrefix: prefix, orderBy, descending } = input
      if (prefix !== undefined && orderBy === 'LastEventTime') {
        throw new LogsError(
          'InvalidParameterException',
          'Cannot order by LastEventTime with a logStreamNamePrefix.',
        )
      }
      const group = groupOf(input, { logs })
      const found = [...group.streams.values()]
        // As on Lambda there is no stream before something has been written to it.
        .filter((stream) => stream.lastTimestamp !== undefined && stream.name.startsWith(prefix ?? ''))
        .sort((a, b) =>
          orderBy === 'LastEventTime'
            ? (a.lastTimestamp ?? 0) - (b.lastTimestamp ?? 0) || compare(a.name, b.name)
            : compare(a.name, b.name),
        )
      if (descending === true) found.reverse()
      const { items, more } = page(found, input)
      return { logStreams: items.map((stream) => describeStream(stream, config.region)), ...more }
    },
  ),
  logOperation('CreateLogGroup', { logGroupName: newGroupName }, ({ logGroupName }, { logs }) => {
    if (logs.groups.size >= MOST_GROUPS) {
      throw new LogsError('LimitExceededException', `There are ${MOST_GROUPS} log groups already`)
    }
    if (!logs.createGroup(logGroupName)) {
      throw new LogsError('ResourceAlreadyExistsException', 'The specified log group already exists')
    }
  }),
  logOperation('DeleteLogGroup', { logGroupName: name }, ({ logGroupName }, { logs }) => {
    if (!logs.deleteGroup(logGroupName)) throw noGroup()
  }),
  logOperation('DeleteLogStream', { logGroupName: name, logStreamName: name }, (input, { logs }) => {
    streamOf(groupOf(input, { logs }), input.logStreamName)
    logs.deleteStream(input.logGroupName, input.logStreamName)
  }),
  logOperation(
    'PutRetentionPolicy',
    {
      logGroupName: name,
      retentionInDays: z.int().refine((days) => RETENTION_DAYS.includes(days), {
        error: `must be one of ${[1, 3, 5, 7, 14, 30].join(', ')}, … days`,
      }),
    },
    (input, { logs }) => {
      groupOf(input, { logs }).retentionInDays = input.retentionInDays
    },
  ),
]

const MOST_GROUPS = 10_000

// What PutRetentionPolicy takes (API reference, 2026).
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

function page<T>(
  all: readonly T[],
  { nextToken, limit = 50 }: { readonly nextToken?: string; readonly limit?: number },
): { readonly items: readonly T[]; readonly more: { readonly nextToken?: string } } {
  const from = readOffset(nextToken)
  const to = from + limit
  return { items: all.slice(from, to), more: to < all.length ? { nextToken: offsetToken(to) } : {} }
}

function describeGroup(group: LogGroup, region: string): Readonly<Record<string, unknown>> {
  const arn = logGroupArn(region, group.name)
  let storedBytes = 0
  for (const { bytes } of group.streams.values()) storedBytes += bytes
  const { retentionInDays } = group
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(retentionInDays === undefined ? {} : { retentionInDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: 'STANDARD',
    storedBytes,
  }
}

function describeStream(stream: LogStream, region: string): Readonly<Record<string, unknown>> {
  const first = stream.events[stream.first]?.timestamp
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    ...(first === undefined ? {} : { firstEventTimestamp: first }),
    lastEventTimestamp: stream.lastTimestamp,
    lastIngestionTime: stream.lastTimestamp,
    arn: `${logGroupArn(region, stream.group)}:log-stream:${stream.name}`,
    // AWS says 0 for every stream since 2019.
    storedBytes: 0,
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
