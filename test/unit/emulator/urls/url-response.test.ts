import { expect, test } from 'vitest'

import { urlResponse } from '../../../../lib/emulator/urls/url-response.ts'

function read(value: unknown) {
  const response = urlResponse(Buffer.from(JSON.stringify(value)))
  return response === undefined ? undefined : { ...response, body: response.body.toString() }
}

const json = { 'content-type': 'application/json' }

test.each([
  ['hello', '"hello"'],
  [{ message: 'hi' }, '{"message":"hi"}'],
  [null, 'null'],
  [[1], '[1]'],
  [7, '7'],
])('%j without a status is the body of a 200 in JSON', (value, body) => {
  expect(read(value)).toEqual({ status: 200, headers: json, cookies: [], body })
})

test('a whole answer is taken as it is', () => {
  const value = {
    statusCode: 201,
    headers: { 'Content-Type': 'text/html', 'X-Count': 3, 'X-Yes': true },
    cookies: ['a=1', 'b=2; Secure'],
    body: '<p>',
  }
  expect(read(value)).toEqual({
    status: 201,
    headers: { 'content-type': 'text/html', 'x-count': '3', 'x-yes': 'true' },
    cookies: ['a=1', 'b=2; Secure'],
    body: '<p>',
  })
})

test('a body in base64 is decoded, and no body is an empty one', () => {
  expect(read({ statusCode: 200, body: 'aGk=', isBase64Encoded: true })?.body).toBe('hi')
  expect(read({ statusCode: '404' })).toEqual({ status: 404, headers: json, cookies: [], body: '' })
})

test.each([
  { statusCode: 'soon' },
  { statusCode: 99 },
  { statusCode: 100 },
  { statusCode: 600 },
  { statusCode: 200.5 },
  { statusCode: null },
  { statusCode: 200, headers: 'x' },
  { statusCode: 200, headers: { a: ['b'] } },
  { statusCode: 200, headers: { a: {} } },
  { statusCode: 200, cookies: 'a=1' },
  { statusCode: 200, cookies: [1] },
  { statusCode: 200, body: { a: 1 } },
])('%j is no answer', (value) => {
  expect(read(value)).toBeUndefined()
})

test('what is not JSON is no answer', () => {
  expect(urlResponse(Buffer.from('<html>'))).toBeUndefined()
})

test('headers that frame the message, or could end it, are left out', () => {
  const headers = {
    'Content-Length': '3',
    'transfer-encoding': 'chunked',
    Connection: 'close',
    Upgrade: 'h2c',
    'x-split': 'a\r\nset-cookie: b=1',
    'x-zero': 'a\0b',
    'bad name': 'x',
    'x-bad\r\n': 'x',
    '': 'x',
    'x-good': 'yes',
  }
  const response = read({ statusCode: 200, headers, cookies: ['a=1\r\nx: y', 'b=2'], body: 'abcdef' })
  expect(response?.headers).toEqual({ ...json, 'x-good': 'yes' })
  expect(response?.cookies).toEqual(['b=2'])
})
