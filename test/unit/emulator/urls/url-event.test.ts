import { expect, test } from 'vitest'

import { urlEvent, type UrlRequest } from '../../../../lib/emulator/urls/url-event.ts'

const identity = { id: 'a1b2', region: 'eu-west-1' }
const now = new Date('2020-03-02T19:03:58.390Z')
const request: UrlRequest = {
  method: 'GET',
  target: '/',
  rawHeaders: [],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  port: 3000,
  protocol: 'HTTP/1.1',
  requestId: 'r-1',
  traceId: 'Root=1-x',
}

test('a request without anything is the smallest event', () => {
  expect(urlEvent(request, identity, now)).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '3000',
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': 'Root=1-x',
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'a1b2',
      domainName: 'a1b2.lambda-url.eu-west-1.on.aws',
      domainPrefix: 'a1b2',
      http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'r-1',
      routeKey: '$default',
      stage: '$default',
      time: '02/Mar/2020:19:03:58 +0000',
      timeEpoch: 1_583_175_838_390,
    },
    isBase64Encoded: false,
  })
})

test('headers are lower-cased and joined by commas, cookies are a list of their own', () => {
  const rawHeaders = ['Accept', 'a', 'X-One', '1', 'accept', 'b', 'Cookie', 'k=1; l=2', 'cookie', 'm=3']
  const event = urlEvent({ ...request, rawHeaders }, identity, now)
  expect(event['cookies']).toEqual(['k=1', 'l=2', 'm=3'])
  expect(event['headers']).toMatchObject({ accept: 'a,b', 'x-one': '1' })
  expect(event['headers']).not.toHaveProperty('cookie')
})

test('the path and the query stay as they were sent, and the query is read too', () => {
  const event = urlEvent({ ...request, target: '/a%20b/c?x=1&y=%C3%A9&x=2&z' }, identity, now)
  expect(event['rawPath']).toBe('/a%20b/c')
  expect(event['rawQueryString']).toBe('x=1&y=%C3%A9&x=2&z')
  expect(event['queryStringParameters']).toEqual({ x: '1,2', y: 'é', z: '' })
})

test('names that objects have by themselves are plain names', () => {
  const rawHeaders = ['__proto__', 'x', 'constructor', 'y']
  const event = urlEvent({ ...request, rawHeaders, target: '/?__proto__=1' }, identity, now)
  expect(JSON.stringify(event)).toContain('"__proto__":"x"')
  expect(JSON.stringify(event['queryStringParameters'])).toBe('{"__proto__":"1"}')
})

test.each([
  ['application/json', 'text'],
  ['text/plain; charset=utf-8', 'text'],
  ['application/problem+json', 'text'],
  ['application/xml', 'text'],
  ['application/x-www-form-urlencoded', 'base64'],
  ['application/octet-stream', 'base64'],
  ['image/png', 'base64'],
  [undefined, 'base64'],
])('a body of type %s is %s', (type, form) => {
  const rawHeaders = type === undefined ? [] : ['content-type', type]
  const event = urlEvent({ ...request, rawHeaders, body: Buffer.from('é') }, identity, now)
  expect([event['body'], event['isBase64Encoded']]).toEqual(form === 'text' ? ['é', false] : ['w6k=', true])
})

test('a body that says it is text and is none is handed over in base64', () => {
  const rawHeaders = ['content-type', 'text/plain']
  const event = urlEvent({ ...request, rawHeaders, body: Buffer.from([0xff, 0x00]) }, identity, now)
  expect([event['body'], event['isBase64Encoded']]).toEqual(['/wA=', true])
})
