import { connect } from 'node:net'

import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import {
  ask,
  fixture,
  forkEmulator,
  startTestEmulator,
  type TestEmulator,
  testFolder,
} from '../support/emulator.ts'

// Function URLs: each on a port of its own, in front of the same environments.

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:'
let emulator: TestEmulator
let url: string

beforeAll(async () => {
  const configured = { url: { port: 0, invokeMode: 'BUFFERED' as const } }
  emulator = await startTestEmulator([
    fixture('web', 'web', configured),
    fixture('web', 'signed'),
    fixture('web', 'managed'),
    fixture('web', 'crossing'),
  ])
  const { FunctionUrl = '' } = await emulator.client.send(
    new GetFunctionUrlConfigCommand({ FunctionName: 'web' }),
  )
  url = FunctionUrl
})
afterAll(() => emulator.stop())

function answerWith(value: unknown, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(value), ...init })
}

/** What comes back, byte for byte, for these bytes; the server closes, or 5 s are over. */
function raw(request: string, port = Number(new URL(url).port)): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    let text = ''
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}

test('a function gets a request in payload format 2.0', async () => {
  const response = await fetch(`${url}event?a=1&a=2`, {
    method: 'PUT',
    headers: { 'Content-Type': 'text/plain', Cookie: 'k=1; l=2', 'X-Two': 'b', 'User-Agent': 'tester' },
    body: 'héllo',
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  const event = (await response.json()) as { requestContext: { requestId: string; timeEpoch: number } }
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/event',
    rawQueryString: 'a=1&a=2',
    cookies: ['k=1', 'l=2'],
    headers: { 'content-type': 'text/plain', 'x-two': 'b', 'x-forwarded-for': '127.0.0.1' },
    queryStringParameters: { a: '1,2' },
    requestContext: {
      accountId: 'anonymous',
      http: {
        method: 'PUT',
        path: '/event',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'tester',
      },
      stage: '$default',
    },
    body: 'héllo',
    isBase64Encoded: false,
  })
  expect(event.requestContext.requestId).toBe(response.headers.get('x-amzn-requestid'))
  expect(Math.abs(event.requestContext.timeEpoch - Date.now())).toBeLessThan(60_000)
})

test('an answer with status, headers, cookies and a body in base64 is taken apart', async () => {
  const response = await answerWith({
    statusCode: 418,
    headers: { 'Content-Type': 'text/x-tea', 'X-Pot': 'yes' },
    cookies: ['a=1', 'b=2'],
    body: 'dGVh',
    isBase64Encoded: true,
  })
  expect(response.status).toBe(418)
  expect(response.headers.get('content-type')).toBe('text/x-tea')
  expect(response.headers.get('x-pot')).toBe('yes')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(await response.text()).toBe('tea')
})

test('what has no status is the body of a 200, and an empty answer is one too', async () => {
  const response = await answerWith('just text')
  expect([response.status, await response.text()]).toEqual([200, '"just text"'])
  const empty = await answerWith({ statusCode: 204, body: 'ignored' })
  expect([empty.status, await empty.text()]).toEqual([204, ''])
})

test('an error of the function, and an answer that is none, are 502', async () => {
  for (const response of [
    await fetch(`${url}throw`),
    await answerWith({ statusCode: 'x' }),
    await fetch(`${url}big`),
  ]) {
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ message: 'Internal Server Error' })
  }
})

test('a function can not break the framing of its answer', async () => {
  const body = JSON.stringify({
    statusCode: 200,
    headers: {
      'content-length': '1',
      'transfer-encoding': 'chunked',
      connection: 'upgrade',
      'x-split': 'a\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    },
    body: 'whole body',
  })
  const request = `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`
  const answer = await raw(`${request}connection: close\r\n\r\n${body}`)
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 200 /)
  expect(head.toLowerCase()).toContain('content-length: 10')
  expect(head.toLowerCase()).not.toMatch(/transfer-encoding|upgrade|x-split/)
  expect(rest).toEqual(['whole body'])
})

test('garbage, and requests with two lengths, get 400 and run nothing', async () => {
  const lines = emulator.truth().length
  for (const request of [
    'nonsense\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
  ]) {
    expect(await raw(request)).toMatch(/^HTTP\/1\.1 400 /)
  }
  expect(emulator.truth()).toHaveLength(lines)
})

test('requests over 6 MB are 413, also when only their event is', async () => {
  const post = (bytes: number, type: string): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(bytes) })
  expect((await post(6_291_457, 'text/plain')).status).toBe(413)
  // 5 MB are nearly 7 in base64.
  expect((await post(5_000_000, 'application/octet-stream')).status).toBe(413)
})

test('a caller that goes away leaves nothing behind, and the function ends its work', async () => {
  const before = emulator.truth().length
  const leaving = new AbortController()
  const asked = fetch(`${url}hold`, { signal: leaving.signal }).catch(() => 'gone')
  await new Promise((resolve) => setTimeout(resolve, 150))
  leaving.abort()
  expect(await asked).toBe('gone')
  const end = Date.now() + 10_000
  while (emulator.truth().length === before && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(emulator.truth().slice(before)).toMatchObject([{ function: 'web', outcome: 'ok' }])
})

test('a URL is created, found, changed, listed and deleted', async () => {
  const name = { FunctionName: 'managed' }
  const created = await emulator.client.send(
    new CreateFunctionUrlConfigCommand({ ...name, AuthType: 'NONE' }),
  )
  expect(created).toMatchObject({
    FunctionArn: `${arn}managed`,
    AuthType: 'NONE',
    InvokeMode: 'BUFFERED',
    $metadata: { httpStatusCode: 201 },
  })
  expect(created.FunctionUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  const again = emulator.client.send(new CreateFunctionUrlConfigCommand({ ...name, AuthType: 'NONE' }))
  await expect(again).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message:
      `Failed to create function url config for [functionArn = ${arn}managed]. ` +
      'Error message:  FunctionUrlConfig exists for this Lambda function',
  })
  await emulator.client.send(
    new UpdateFunctionUrlConfigCommand({
      ...name,
      InvokeMode: 'RESPONSE_STREAM',
      Cors: { AllowOrigins: ['*'] },
    }),
  )
  const found = await emulator.client.send(new GetFunctionUrlConfigCommand(name))
  expect(found).toMatchObject({
    FunctionUrl: created.FunctionUrl,
    AuthType: 'NONE',
    InvokeMode: 'RESPONSE_STREAM',
    Cors: { AllowOrigins: ['*'] },
    CreationTime: created.CreationTime,
  })
  const { FunctionUrlConfigs } = await emulator.client.send(new ListFunctionUrlConfigsCommand(name))
  expect(FunctionUrlConfigs).toMatchObject([{ FunctionUrl: created.FunctionUrl }])
  // It does not stream: what it returns is passed on as it is.
  const response = await fetch(created.FunctionUrl ?? '', { method: 'POST', body: '{"statusCode":201}' })
  expect(response.status).toBe(200)
  const deleted = await emulator.client.send(new DeleteFunctionUrlConfigCommand(name))
  expect(deleted.$metadata.httpStatusCode).toBe(204)
  await expect(fetch(created.FunctionUrl ?? '')).rejects.toThrow('fetch failed')
  await expect(emulator.client.send(new GetFunctionUrlConfigCommand(name))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})

test('with AWS_IAM a request without a signature is forbidden', async () => {
  const { FunctionUrl = '' } = await emulator.client.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: 'signed', AuthType: 'AWS_IAM' }),
  )
  const refused = await fetch(FunctionUrl)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toEqual({ Message: 'Forbidden' })
  const signed = await fetch(FunctionUrl, { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x' } })
  expect(signed.status).toBe(200)
})

test('CORS settings answer preflight requests and replace what the function says', async () => {
  const origin = 'https://shop.example'
  const { FunctionUrl = '' } = await emulator.client.send(
    new CreateFunctionUrlConfigCommand({
      FunctionName: 'crossing',
      AuthType: 'NONE',
      Cors: { AllowOrigins: [origin], AllowMethods: ['POST'], MaxAge: 60 },
    }),
  )
  const lines = emulator.truth().length
  const preflight = await fetch(FunctionUrl, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  })
  expect(preflight.status).toBe(200)
  expect(preflight.headers.get('access-control-allow-methods')).toBe('POST')
  expect(emulator.truth()).toHaveLength(lines)
  const post = (from: string): Promise<Response> => {
    const body = JSON.stringify({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': 'https://own' },
    })
    return fetch(FunctionUrl, {
      method: 'POST',
      headers: { Origin: from, 'content-type': 'application/json' },
      body,
    })
  }
  expect((await post(origin)).headers.get('access-control-allow-origin')).toBe(origin)
  expect((await post('https://other.example')).headers.get('access-control-allow-origin')).toBeNull()
})

test('a port that is taken is told before anything starts', async () => {
  const child = forkEmulator(testFolder())
  const port = Number(new URL(url).port)
  const functions = [fixture('web', 'late', { url: { port, invokeMode: 'BUFFERED' } })]
  const failed = await ask(child, { kind: 'start', config: { port: 0, region: 'us-east-1', functions } })
  const message = expect.stringMatching(new RegExp(`^the URL of late can't have port ${port}: .*EADDRINUSE`))
  expect(failed).toEqual({ kind: 'failed', code: 'URL_PORT_UNAVAILABLE', message })
  await ask(child, { kind: 'stop' })
})
