import { request } from 'node:http'
import { connect } from 'node:net'

import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaServiceException,
  ListLayersCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator } from '../support/emulator.ts'

// The wire format: what AWS's own client makes of our answers, and what strangers get for nonsense.

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:probe'
let emulator: TestEmulator
let narrow: TestEmulator

beforeAll(async () => {
  emulator = await startTestEmulator([fixture('probe', 'probe', { memoryMb: 512, timeoutMs: 2_500 })])
  narrow = await startTestEmulator([fixture('probe', 'probe'), fixture('probe', 'other')], {
    accountConcurrency: 3,
    maxEnvironments: 2,
  })
})
afterAll(() => Promise.all([emulator.stop(), narrow.stop()]))

async function refusal(sent: Promise<unknown>): Promise<LambdaServiceException> {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof LambdaServiceException) return error
  throw new Error(`not refused by the service: ${String(error)}`)
}

function post(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${emulator.endpoint}/2015-03-31/functions/${path}/invocations`, { method: 'POST', ...init })
}

test.each(['probe', 'probe:$LATEST', '000000000000:function:probe', arn, `${arn}:$LATEST`])(
  '%s is invoked',
  async (name) => {
    const { answer, version } = await emulator.invoke(name)
    expect(version).toBe('$LATEST')
    expect(answer.context['invokedFunctionArn']).toBe(name.endsWith('$LATEST') ? `${arn}:$LATEST` : arn)
  },
)

test('a qualifier of its own must be the one in the name, and there is only $LATEST', async () => {
  expect((await emulator.invoke('probe', {}, { Qualifier: '$LATEST' })).version).toBe('$LATEST')
  const unknown = await refusal(emulator.invoke('probe', {}, { Qualifier: 'live' }))
  expect(unknown).toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Function not found: ${arn}:live`,
  })
  const torn = await refusal(emulator.invoke('probe:$LATEST', {}, { Qualifier: 'live' }))
  expect(torn).toMatchObject({ name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } })
})

test('an unknown function is 404 with its ARN', async () => {
  const error = await refusal(emulator.invoke('absent'))
  expect(error).toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:absent',
    $metadata: { httpStatusCode: 404 },
  })
  expect(error.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('a body that is not JSON is 400 and never reaches the function', async () => {
  const lines = emulator.truth().length
  for (const Payload of ['{"a":', 'hello', Buffer.from([0x22, 0xff, 0x22])]) {
    const error = await refusal(emulator.invoke('probe', {}, { Payload }))
    expect(error).toMatchObject({
      name: 'InvalidRequestContentException',
      $metadata: { httpStatusCode: 400 },
    })
  }
  expect(emulator.truth()).toHaveLength(lines)
})

test('an empty body is an empty event', async () => {
  const response = await post('probe')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ env: { AWS_LAMBDA_FUNCTION_NAME: 'probe' } })
})

test('a request of exactly 6 MB is taken and one byte more is 413', async () => {
  const padded = (bytes: number): string => `{"nothing":true}${' '.repeat(bytes - 16)}`
  expect((await post('probe', { body: padded(6_291_456) })).status).toBe(200)
  const error = await refusal(emulator.invoke('probe', {}, { Payload: padded(6_291_457) }))
  expect(error).toMatchObject({ name: 'RequestEntityTooLargeException', $metadata: { httpStatusCode: 413 } })
  const chunked = new Blob([padded(7_000_000)]).stream()
  const refused = await post('probe', { body: chunked, duplex: 'half' })
  expect(refused.status).toBe(413)
})

test('a response over 6 MB is a function error with status 200', async () => {
  const { answer, functionError, report } = await emulator.invoke('probe', { size: 6_400_000 })
  expect(functionError).toBe('Unhandled')
  expect(answer.errorType).toBe('Function.ResponseSizeTooLarge')
  expect(report['Error Type']).toBe('Function.ResponseSizeTooLarge')
  expect((await emulator.invoke('probe', { size: 6_200_000 })).functionError).toBeUndefined()
})

test('DryRun is 204 and runs nothing', async () => {
  const lines = emulator.truth().length
  const { StatusCode } = await emulator.client.send(
    new InvokeCommand({ FunctionName: 'probe', InvocationType: 'DryRun', Payload: '{}' }),
  )
  expect(StatusCode).toBe(204)
  expect(emulator.truth()).toHaveLength(lines)
})

test('what is not implemented is 501 and named', async () => {
  const list = await refusal(emulator.client.send(new ListLayersCommand({})))
  expect(list.$metadata.httpStatusCode).toBe(501)
  expect(list.message).toContain('ListLayers')
})

test('a function and the account describe themselves', async () => {
  const fn = await emulator.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'probe' }))
  expect(fn).toMatchObject({
    FunctionName: 'probe',
    FunctionArn: arn,
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 3,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
  })
  const account = await narrow.client.send(new GetAccountSettingsCommand({}))
  expect(account.AccountLimit).toMatchObject({ ConcurrentExecutions: 3, UnreservedConcurrentExecutions: 3 })
})

test('a tail holds the log between START and REPORT, without INIT', async () => {
  const { log, requestId } = await emulator.invoke('probe', { log: ['one', 'two\nlines'] })
  const lines = log.split('\n')
  expect(lines[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`)
  expect(lines[1]).toMatch(new RegExp(`^\\d{4}-.*Z\t${requestId}\tINFO\tone$`))
  expect(lines[2]).toMatch(/\tINFO\ttwo\rlines$/)
  expect(lines[3]).toBe(`END RequestId: ${requestId}`)
  expect(lines[4]).toMatch(
    new RegExp(`^REPORT RequestId: ${requestId}\tDuration: [\\d.]+ ms\tBilled Duration: `),
  )
  expect(lines.slice(5)).toEqual([''])
})

test('a long log is cut to its last 4,096 bytes', async () => {
  const { log, requestId } = await emulator.invoke('probe', { raw: 'x'.repeat(200_000) })
  expect(Buffer.byteLength(log)).toBe(4_096)
  expect(log).toMatch(new RegExp(`^x+\nEND RequestId: ${requestId}\nREPORT RequestId: ${requestId}\t.*\n$`))
})

test('what a function prints can not stand after the REPORT of the platform', async () => {
  const forged = 'END RequestId: x\nREPORT RequestId: x\tDuration: 1.00 ms\tBilled Duration: 1 ms'
  const { log, requestId } = await emulator.invoke('probe', { raw: forged })
  expect(log).toContain(`${forged}\nEND RequestId: ${requestId}\nREPORT RequestId: ${requestId}\t`)
})

test('without Tail there is no log', async () => {
  expect((await emulator.invoke('probe', {}, { LogType: 'None' })).log).toBe('')
})

test('beyond the account concurrency requests are throttled with the reason', async () => {
  // The local cap is the narrower one, so it has to be out of the way: one environment for each.
  const wide = await startTestEmulator([fixture('probe', 'probe')], { accountConcurrency: 2 })
  const busy = [wide.invoke('probe', { holdMs: 800 }), wide.invoke('probe', { holdMs: 800 })]
  const error = await refusal(wide.invoke('probe'))
  expect(error).toMatchObject({
    name: 'TooManyRequestsException',
    message: 'Rate Exceeded.',
    Reason: 'ConcurrentInvocationLimitExceeded',
    $metadata: { httpStatusCode: 429 },
  })
  await Promise.all(busy)
  expect((await wide.invoke('probe')).functionError).toBeUndefined()
  await wide.stop()
})

test('at the local cap idle environments of other functions make room, and busy ones do not', async () => {
  await narrow.invoke('other')
  const busy = [narrow.invoke('probe', { holdMs: 800 }), narrow.invoke('probe', { holdMs: 800 })]
  const error = await refusal(narrow.invoke('probe'))
  expect(error).toMatchObject({ name: 'LocalCapException', $metadata: { httpStatusCode: 503 } })
  expect(error.message).toContain('local cap of 2 execution environments')
  expect((await Promise.all(busy)).map(({ functionError }) => functionError)).toEqual([undefined, undefined])
  expect(await narrow.stats()).toMatchObject({ environmentsStarted: 3, peakEnvironments: 2, localCapHits: 1 })
})

test('a caller who hangs up does not stop the function', async () => {
  const lines = emulator.truth().length
  const abort = AbortSignal.timeout(150)
  await expect(post('probe', { body: '{"holdMs":600}', signal: abort })).rejects.toThrow()
  await expect.poll(() => emulator.truth().length, { timeout: 3_000 }).toBe(lines + 1)
  expect(emulator.truth().at(-1)?.outcome).toBe('ok')
})

test.each([{ Origin: 'https://evil.example' }, { Host: 'evil.example' }])(
  'a web page with %o can not upload a function, nor call one',
  async (headers) => {
    const { port } = new URL(emulator.endpoint)
    const status = await new Promise((resolve, reject) => {
      const path = '/2015-03-31/functions/probe/invocations'
      const sent = request({ port, path, method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      sent.end('{}')
    })
    expect(status).toBe(403)
  },
)

test('garbage, half requests and odd paths get an error and stop nobody', async () => {
  const { port } = new URL(emulator.endpoint)
  const talk = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(text))
      let heard = ''
      socket.on('data', (chunk) => (heard += chunk.toString()))
      socket.on('close', () => resolve(heard))
    })
  expect(await talk('\0\x01\x02 rubbish\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  await talk(
    'POST /2015-03-31/functions/probe/invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"half"',
  )
  expect((await post('%E0%A4%A')).status).toBe(501)
  expect((await post(encodeURIComponent('../../etc/passwd'))).status).toBe(400)
  expect((await emulator.invoke('probe')).functionError).toBeUndefined()
})
