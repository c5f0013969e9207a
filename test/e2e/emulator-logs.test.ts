import { afterAll, beforeAll, expect, test } from 'vitest'

import type { ChildMessage, LogMessage } from '../../lib/emulator/protocol.ts'
import { eventually, fixture, startTestEmulator, type TestEmulator } from '../support/emulator.ts'

// CloudWatch Logs on Lambda's endpoint, asked as AWS's clients ask: POST / with X-Amz-Target.

const group = '/aws/lambda/talker'
let emulator: TestEmulator

beforeAll(async () => {
  emulator = await startTestEmulator([fixture('probe', 'talker'), fixture('init-throws', 'broken')])
})
afterAll(() => emulator.stop())

interface LogEvent {
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
  readonly eventId?: string
  readonly logStreamName?: string
}

interface Reply {
  readonly status: number
  readonly type: string | null
  readonly events: readonly LogEvent[]
  readonly nextToken?: string
  readonly nextForwardToken: string
  readonly nextBackwardToken: string
  readonly logGroups: readonly Readonly<Record<string, unknown>>[]
  readonly logStreams: readonly Readonly<Record<string, unknown>>[]
  readonly __type?: string
  readonly message?: string
}

async function logs(operation: string, input: object | string): Promise<Reply> {
  const response = await fetch(`${emulator.endpoint}/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `Logs_20140328.${operation}` },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  })
  const document = (await response.json()) as Omit<Reply, 'status' | 'type'>
  return { ...document, status: response.status, type: response.headers.get('content-type') }
}

test('an invocation leaves START, its output, END and REPORT in its environment’s stream', async () => {
  const { requestId, answer, report } = await emulator.invoke('talker', { raw: 'one\ntwo\rthree\nhalf' })
  const stream = answer.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? ''
  const { status, type, events } = await logs('FilterLogEvents', {
    logGroupName: group,
    logStreamNames: [stream],
  })
  expect([status, type]).toEqual([200, 'application/x-amz-json-1.1'])
  const messages = events.map(({ message }) => message)
  const from = messages.indexOf(`START RequestId: ${requestId} Version: $LATEST\n`)
  expect(messages.slice(from + 1, -1)).toEqual([
    'one\n',
    'two\rthree\n',
    'half',
    `END RequestId: ${requestId}\n`,
  ])
  expect(messages.at(-1)).toMatch(
    new RegExp(`^REPORT RequestId: ${requestId}\\tDuration: ${report['Duration'] ?? ''}\\t.*\\t\\n$`),
  )
  expect(events.every((event) => event.logStreamName === stream)).toBe(true)
  const times = events.map(({ timestamp }) => timestamp)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(Math.abs(Date.now() - (times.at(-1) ?? 0))).toBeLessThan(60_000)
  const ids = events.map(({ eventId }) => eventId ?? '')
  expect(ids).toEqual([...new Set(ids)].sort())
})

test('terms, phrases and JSON fields find their events, page by page', async () => {
  await emulator.invoke('talker', {
    raw: '{"level":"error","ms":120}\n{"level":"info","ms":7}\nplain Needle\n',
  })
  const find = async (filterPattern: string): Promise<string[]> => {
    const { events } = await logs('FilterLogEvents', { logGroupName: group, filterPattern })
    return events.map(({ message }) => message)
  }
  expect(await find('Needle')).toEqual(['plain Needle\n'])
  expect(await find('"plain Needle" -absent')).toEqual(['plain Needle\n'])
  expect(await find('{ $.level = "error" && $.ms > 100 }')).toEqual(['{"level":"error","ms":120}\n'])
  const paged: string[] = []
  let nextToken: string | undefined
  do {
    const page = await logs('FilterLogEvents', {
      logGroupName: group,
      limit: 2,
      ...(nextToken === undefined ? {} : { nextToken }),
    })
    paged.push(...page.events.map(({ eventId }) => eventId ?? ''))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  const whole = await logs('FilterLogEvents', { logGroupName: group })
  expect(paged).toEqual(whole.events.map(({ eventId }) => eventId))
})

test('GetLogEvents pages forward from the head and backward from the tail', async () => {
  const { answer } = await emulator.invoke('talker', { raw: 'a\nb\nc\nd\n' })
  const logStreamName = answer.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? ''
  const name = { logGroupName: group, logStreamName }
  const head = await logs('GetLogEvents', { ...name, startFromHead: true, limit: 3 })
  expect(head.events).toHaveLength(3)
  expect(head.nextForwardToken).toMatch(/^f\/\d{56}\/s$/)
  const tail = await logs('GetLogEvents', { ...name, limit: 2 })
  expect(tail.events[1]?.message).toMatch(/^REPORT/)
  const before = await logs('GetLogEvents', { ...name, limit: 2, nextToken: tail.nextBackwardToken })
  expect(before.events.map(({ message }) => message)).toEqual(['c\n', 'd\n'])
  const end = await logs('GetLogEvents', { ...name, nextToken: tail.nextForwardToken })
  expect(end.events).toEqual([])
  expect(end.nextForwardToken).toBe(tail.nextForwardToken)
})

test('groups and streams are described, and deleted', async () => {
  await emulator.invoke('broken')
  const groups = await logs('DescribeLogGroups', { logGroupNamePrefix: '/aws/lambda/' })
  expect(groups.logGroups.map((each) => each['logGroupName'])).toEqual([
    '/aws/lambda/broken',
    '/aws/lambda/talker',
  ])
  expect(groups.logGroups[0]?.['arn']).toBe(
    'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/broken:*',
  )
  const { logStreams } = await logs('DescribeLogStreams', {
    logGroupName: '/aws/lambda/broken',
    orderBy: 'LastEventTime',
    descending: true,
    limit: 1,
  })
  const stream = String(logStreams[0]?.['logStreamName'])
  expect(stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
  expect(
    (await logs('DeleteLogStream', { logGroupName: '/aws/lambda/broken', logStreamName: stream })).status,
  ).toBe(200)
  expect((await logs('DeleteLogGroup', { logGroupName: '/aws/lambda/broken' })).status).toBe(200)
  const gone = await logs('FilterLogEvents', { logGroupName: '/aws/lambda/broken' })
  expect(gone).toMatchObject({ status: 400, __type: 'ResourceNotFoundException' })
})

test('a group is created once and keeps the retention it is given', async () => {
  expect((await logs('CreateLogGroup', { logGroupName: '/mine' })).status).toBe(200)
  const again = await logs('CreateLogGroup', { logGroupName: '/mine' })
  expect(again).toMatchObject({ status: 400, __type: 'ResourceAlreadyExistsException' })
  expect((await logs('PutRetentionPolicy', { logGroupName: '/mine', retentionInDays: 7 })).status).toBe(200)
  const { logGroups } = await logs('DescribeLogGroups', { logGroupNamePrefix: '/mine' })
  expect(logGroups[0]).toMatchObject({ logGroupName: '/mine', retentionInDays: 7, storedBytes: 0 })
})

test('what functions log comes over the channel too, when that is asked for', async () => {
  const other = await startTestEmulator([fixture('probe', 'loud')], { forwardLogs: true })
  const told: LogMessage[] = []
  other.process.on('message', (message) => {
    const { kind } = message as ChildMessage
    if (kind === 'log') told.push(message as LogMessage)
  })
  const { requestId, answer } = await other.invoke('loud', { raw: 'one\ntwo\n' })
  const lines = () => told.flatMap((message) => message.lines)
  await eventually(() => lines().some((line) => line.startsWith('REPORT ')))
  expect(lines().slice(-5, -1)).toEqual([
    `START RequestId: ${requestId} Version: $LATEST\n`,
    'one\n',
    'two\n',
    `END RequestId: ${requestId}\n`,
  ])
  expect(told[0]).toMatchObject({ function: 'loud', stream: answer.env['AWS_LAMBDA_LOG_STREAM_NAME'] })
  const gone = new Promise((resolve) => other.process.once('exit', resolve))
  other.process.send({ kind: 'stop' })
  await gone
})

test.each([
  ['StartQuery', {}, 'UnknownOperationException', 'Logs_20140328.StartQuery'],
  ['FilterLogEvents', '{"logGroupName":', 'SerializationException', 'not JSON'],
  ['FilterLogEvents', {}, 'InvalidParameterException', 'logGroupName'],
  ['FilterLogEvents', { logGroupName: '/absent' }, 'ResourceNotFoundException', 'log group'],
  ['FilterLogEvents', { logGroupName: group, limit: 10_001 }, 'InvalidParameterException', 'limit'],
  ['FilterLogEvents', { logGroupName: group, nextToken: 'x' }, 'InvalidParameterException', 'nextToken'],
  [
    'FilterLogEvents',
    { logGroupName: group, filterPattern: '[a, b]' },
    'InvalidParameterException',
    'Space-del',
  ],
  ['GetLogEvents', { logGroupName: group, logStreamName: 'no' }, 'ResourceNotFoundException', 'log stream'],
  [
    'PutRetentionPolicy',
    { logGroupName: group, retentionInDays: 2 },
    'InvalidParameterException',
    'retention',
  ],
])('%s with %j is refused as %s', async (operation, input, type, words) => {
  await emulator.invoke('talker')
  const refused = await logs(operation, input)
  expect(refused).toMatchObject({ status: 400, __type: type })
  expect(refused.message).toContain(words)
})
