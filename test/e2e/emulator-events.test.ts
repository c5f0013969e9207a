import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator, testFolder } from '../support/emulator.ts'

// Asynchronous invocations: accepted at once, run later, tried again by Lambda's rules with shorter pauses.

const arn = 'arn:aws:lambda:us-east-1:000000000000:function'
let emulator: TestEmulator

beforeAll(async () => {
  const names = ['flaky', 'once', 'told', 'sink', 'loop', 'narrow']
  const functions = names.map(flaky)
  emulator = await startTestEmulator(functions, {
    asyncRetryMs: [50, 100],
    accountConcurrency: 4,
    // The functions leave what they did where the tests read it, and that may be below /tmp.
    ephemeralStorage: 'check',
  })
})
afterAll(() => emulator.stop())

function flaky(name: string) {
  return fixture('flaky', name, { env: { RUNS_DIR: testFolder() } })
}

async function send(name: string, event: object): Promise<string> {
  const output = await emulator.client.send(
    new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: JSON.stringify(event) }),
  )
  expect(output.StatusCode).toBe(202)
  expect(output.Payload ?? []).toHaveLength(0)
  return output.$metadata.requestId ?? ''
}

interface Run {
  readonly run: number
  readonly awsRequestId: string
  readonly invokedFunctionArn: string
  readonly at: number
  readonly event: Readonly<Record<string, unknown>>
}

/** What the fixture has written about its runs. */
async function runsOf(name: string): Promise<readonly Run[]> {
  const response = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'Logs_20140328.FilterLogEvents' },
    body: JSON.stringify({ logGroupName: `/aws/lambda/${name}`, filterPattern: '{ $.run >= 1 }' }),
  })
  const { events = [] } = (await response.json()) as { readonly events?: readonly { message: string }[] }
  return events.map(({ message }) => JSON.parse(message) as Run)
}

async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > end) throw new Error(`it did not come true: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Everything that was accepted has ended. */
const settled = () =>
  until(
    () => emulator.stats(),
    ({ eventsPending }) => eventsPending === 0,
  )

test('an event is accepted at once and run with the id that its sender got', async () => {
  const requestId = await send('flaky', { holdMs: 300, name: 'first' })
  expect((await emulator.stats()).eventsPending).toBe(1)
  const [run] = await until(
    () => runsOf('flaky'),
    (runs) => runs.some((each) => each.awsRequestId === requestId),
  )
  expect(run).toMatchObject({ run: 1, awsRequestId: requestId, invokedFunctionArn: `${arn}:flaky` })
  expect(run?.event).toEqual({ holdMs: 300, name: 'first' })
  await settled()
})

test('a function that fails is run again, twice, with the same id and pauses in between', async () => {
  const requestId = await send('flaky', { failures: 2 })
  await settled()
  const runs = (await runsOf('flaky')).filter((each) => each.awsRequestId === requestId)
  expect(runs.map(({ run }) => run)).toEqual([1, 2, 3])
  const [first, second, third] = runs.map(({ at }) => at)
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(50)
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(100)
})

test('after its retries an event is given up, and counted', async () => {
  const before = (await emulator.stats()).eventsDropped
  const requestId = await send('flaky', { failures: 9 })
  await settled()
  expect((await runsOf('flaky')).filter((each) => each.awsRequestId === requestId)).toHaveLength(3)
  expect((await emulator.stats()).eventsDropped).toBe(before + 1)
})

test('the settings of a function are put, updated, listed, followed and deleted', async () => {
  const name = { FunctionName: 'once' }
  const put = await emulator.client.send(
    new PutFunctionEventInvokeConfigCommand({ ...name, MaximumRetryAttempts: 0 }),
  )
  expect(put).toMatchObject({
    FunctionArn: `${arn}:once:$LATEST`,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  })
  expect(Math.abs((put.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  await emulator.client.send(
    new UpdateFunctionEventInvokeConfigCommand({ ...name, MaximumEventAgeInSeconds: 60 }),
  )
  const both = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }
  expect(await emulator.client.send(new GetFunctionEventInvokeConfigCommand(name))).toMatchObject(both)
  const listed = await emulator.client.send(new ListFunctionEventInvokeConfigsCommand(name))
  expect(listed.FunctionEventInvokeConfigs).toMatchObject([both])
  const requestId = await send('once', { failures: 9 })
  await settled()
  expect((await runsOf('once')).filter((each) => each.awsRequestId === requestId)).toHaveLength(1)
  await emulator.client.send(new DeleteFunctionEventInvokeConfigCommand(name))
  await expect(emulator.client.send(new GetFunctionEventInvokeConfigCommand(name))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `The function ${arn}:once:$LATEST doesn't have an EventInvokeConfig`,
  })
  await expect(
    emulator.client.send(new UpdateFunctionEventInvokeConfigCommand({ ...name, MaximumRetryAttempts: 1 })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('settings out of range, and destinations that are not here, are refused', async () => {
  const put = (more: object) =>
    emulator.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'once', ...more }))
  const wrong = { name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } }
  const both = await put({ MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 59 }).catch(
    (error: unknown) => error,
  )
  expect(both).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } })
  expect(String(both)).toMatch(/'3' at 'maximumRetryAttempts'.*'59' at 'maximumEventAgeInSeconds'/)
  const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } })
  await expect(put(to('arn:aws:sqs:us-east-1:000000000000:queue'))).rejects.toMatchObject(wrong)
  await expect(put(to('arn:aws:sqs:us-east-1:000000000000:queue'))).rejects.toThrow('its own functions only')
  await expect(put(to(`${arn}:absent`))).rejects.toThrow('no such function')
})

test('destinations are told of success and of failure, in the form of AWS', async () => {
  await emulator.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'told',
      MaximumRetryAttempts: 1,
      DestinationConfig: {
        OnSuccess: { Destination: `${arn}:sink` },
        OnFailure: { Destination: `${arn}:sink` },
      },
    }),
  )
  const good = await send('told', { name: 'good', failures: 1 })
  const bad = await send('told', { name: 'bad', failures: 9 })
  await settled()
  const records = (await runsOf('sink')).map(({ event }) => event)
  const of = (requestId: string) =>
    records.find((record) => JSON.stringify(record['requestContext']).includes(requestId))
  expect(of(good)).toMatchObject({
    version: '1.0',
    requestContext: { functionArn: `${arn}:told:$LATEST`, condition: 'Success', approximateInvokeCount: 2 },
    requestPayload: { name: 'good' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { run: 2 },
  })
  expect(of(bad)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'run 2 fails' },
  })
})

test('a function that is its own destination is stopped', async () => {
  const Destination = `${arn}:loop`
  await emulator.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'loop',
      DestinationConfig: { OnSuccess: { Destination } },
    }),
  )
  await send('loop', {})
  await settled()
  expect(await runsOf('loop')).toHaveLength(17)
})

test('more events than may run at once all run in the end', async () => {
  const ids = await Promise.all(Array.from({ length: 30 }, (_, i) => send('narrow', { holdMs: 20, i })))
  await settled()
  const runs = await runsOf('narrow')
  expect(runs.map(({ awsRequestId }) => awsRequestId).sort()).toEqual(ids.sort())
})

test('InvokeAsync is the same in its old form', async () => {
  const output = await emulator.client.send(
    new InvokeAsyncCommand({ FunctionName: 'flaky', InvokeArgs: '{"old":true}' }),
  )
  expect(output.Status).toBe(202)
  await settled()
  expect((await runsOf('flaky')).some(({ event }) => event['old'] === true)).toBe(true)
})

test('an event of 1 MB is taken, one byte more is 413, and what is not JSON is 400', async () => {
  const Payload = `{"nothing":true}${' '.repeat(1_048_560)}`
  const input = { FunctionName: 'flaky', InvocationType: 'Event' as const }
  const output = await emulator.client.send(new InvokeCommand({ ...input, Payload }))
  expect(output.StatusCode).toBe(202)
  await expect(
    emulator.client.send(new InvokeCommand({ ...input, Payload: `${Payload} ` })),
  ).rejects.toMatchObject({ name: 'RequestEntityTooLargeException', $metadata: { httpStatusCode: 413 } })
  await expect(emulator.client.send(new InvokeCommand({ ...input, Payload: '{' }))).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
  })
  await expect(
    emulator.client.send(new InvokeCommand({ ...input, FunctionName: 'absent', Payload: '{}' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await settled()
})

test('at the end it is told how many events still wait', async () => {
  const other = await startTestEmulator([flaky('f')], { asyncRetryMs: [60_000] })
  const input = { FunctionName: 'f', InvocationType: 'Event' as const }
  await other.client.send(new InvokeCommand({ ...input, Payload: '{"failures":1}' }))
  await until(
    async () => other.truth().length,
    (lines) => lines === 1,
  )
  expect(await other.stop()).toMatchObject({ eventsPending: 1, eventsDropped: 0 })
})
