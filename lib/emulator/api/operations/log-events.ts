import { z } from 'zod'

import { filterMatcher } from '../../logs/filter-pattern.ts'
import type { LogStream } from '../../logs/log-event.ts'
import { readStream, searchEvents, type TimeRange } from '../../logs/read-events.ts'
import type { Operation } from '../operation.ts'
import { groupChoice, groupOf, limitUpTo, logOperation, LogsError, streamOf } from './log-operation.ts'
import { eventId, offsetToken, readOffset, startOf, streamToken } from './log-tokens.ts'

const name = z.string().min(1).max(512)
const optionalName = z.exactOptional(name)
const time = z.exactOptional(z.int().min(0))
const token = z.exactOptional(z.string().min(1).max(2_048))

/** CloudWatch Logs: reading events. */
export const logEventOperations: readonly Operation[] = [
  logOperation(
    'FilterLogEvents',
    {
      ...groupChoice,
      logStreamNames: z.exactOptional(z.array(name).min(1).max(100)),
      logStreamNamePrefix: optionalName,
      startTime: time,
      endTime: time,
      filterPattern: z.exactOptional(z.string()),
      nextToken: token,
      limit: limitUpTo(10_000),
    },
    (input, { logs }) => {
      const { logStreamNames: names, logStreamNamePrefix: prefix } = input
      if (names !== undefined && prefix !== undefined) {
        throw new LogsError(
          'InvalidParameterException',
          'logStreamNames and logStreamNamePrefix exclude each other',
        )
      }
      const group = groupOf(input, { logs })
      for (const each of names ?? []) streamOf(group, each)
      const wanted = names === undefined ? undefined : new Set(names)
      const isSearched = (stream: LogStream): boolean =>
        stream.group === group.name &&
        (wanted?.has(stream.name) ?? true) &&
        (prefix === undefined || stream.name.startsWith(prefix))
      const { events, next } = searchEvents(logs.track, {
        group,
        isSearched,
        matches: filterMatcher(input.filterPattern ?? ''),
        // Here, other than in GetLogEvents, the end is part of the range.
        range: { from: input.startTime ?? 0, to: (input.endTime ?? Infinity) + 1 },
        limit: input.limit ?? 10_000,
        after: readOffset(input.nextToken),
      })
      return {
        events: events.map((event) => ({
          logStreamName: event.stream.name,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.timestamp,
          eventId: eventId(event),
        })),
        searchedLogStreams: [],
        ...(next === undefined ? {} : { nextToken: offsetToken(next) }),
      }
    },
  ),
  logOperation(
    'GetLogEvents',
    {
      ...groupChoice,
      logStreamName: name,
      startTime: time,
      endTime: time,
      nextToken: token,
      limit: limitUpTo(10_000),
      startFromHead: z.exactOptional(z.boolean()),
    },
    (input, { logs }) => {
      const stream = streamOf(groupOf(input, { logs }), input.logStreamName)
      const range: TimeRange = { from: input.startTime ?? 0, to: input.endTime ?? Infinity }
      const position = startOf(input.nextToken, input.startFromHead ?? false)
      const page = readStream(stream, position, range, input.limit ?? 10_000)
      return {
        events: page.events.map(({ timestamp, message }) => ({
          timestamp,
          message,
          ingestionTime: timestamp,
        })),
        nextForwardToken: streamToken({ kind: 'after', number: page.forward }),
        nextBackwardToken: streamToken({ kind: 'before', number: page.backward }),
      }
    },
  ),
]
