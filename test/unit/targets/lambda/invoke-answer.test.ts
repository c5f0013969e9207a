import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RawAnswer, readInvokeAnswer } from '../../../../lib/targets/lambda/invoke-answer.ts'

interface Said {
  readonly status?: number
  readonly headers?: RawAnswer['headers']
  readonly body?: string | Uint8Array
}

const read = ({ status = 200, headers = {}, body = '' }: Said) =>
  readInvokeAnswer({ status, headers, body: typeof body === 'string' ? Buffer.from(body) : body })

const outcome = (said: Said) => read(said).outcome
const failed = { 'x-amz-function-error': 'Unhandled' }
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64')

/** Anything that moves a cursor, ends a line, or turns the reading direction. */
// oxlint-disable-next-line no-control-regex, no-misleading-character-class
const harmful = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

describe('an answer of the Invoke API', () => {
  it('is ok under any status from 200 to 299', () => {
    expect([200, 202, 204, 299].map((status) => outcome({ status }))).toEqual(
      [200, 202, 204, 299].map((status) => ({ kind: 'ok', status })),
    )
  })

  it('is a function’s error when the header says so, with type and message of its payload', () => {
    const body = '{"errorType":"Runtime.ExitError","errorMessage":"exited"}'
    const unhandled = {
      kind: 'function-error',
      errorType: 'Runtime.ExitError',
      handled: false,
      message: 'exited',
    }
    expect(outcome({ headers: failed, body })).toEqual(unhandled)
    expect(outcome({ headers: { 'x-amz-function-error': 'Handled' }, body })).toEqual({
      ...unhandled,
      handled: true,
    })
  })

  it.each([
    '',
    'not JSON',
    'null',
    '[]',
    '"text"',
    '{}',
    '{"errorType":7,"errorMessage":null}',
    '{"errorType":""}',
  ])('is a function’s error of unknown type when its payload is %j', (body) => {
    expect(outcome({ headers: failed, body })).toEqual({
      kind: 'function-error',
      errorType: 'Unknown',
      handled: false,
    })
  })

  it.each([
    ['{"statusCode":500}', 'HTTP 500'],
    ['{"statusCode":"503","body":"x"}', 'HTTP 503'],
    ['{"statusCode":599}', 'HTTP 599'],
    ['{"statusCode":5e2}', 'HTTP 500'],
    ['{"first":{"statusCode":200},"statusCode" : 502}', 'HTTP 502'],
  ])('is a handled error for an API Gateway answer %s', (body, errorType) => {
    expect(outcome({ body })).toEqual({ kind: 'function-error', errorType, handled: true })
  })

  it.each([
    '{"statusCode":499}',
    '{"statusCode":600}',
    '{"statusCode":500.5}',
    '{"body":{"statusCode":500}}',
    '[500]',
  ])('is ok with the payload %s', (body) => {
    expect(outcome({ body })).toEqual({ kind: 'ok', status: 200 })
  })

  it('is throttled under 429, with its Reason, else its name, else its status', () => {
    const headers = { 'x-amzn-errortype': 'TooManyRequestsException' }
    const body = '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}'
    expect(outcome({ status: 429, headers, body })).toEqual({
      kind: 'throttled',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    })
    expect(outcome({ status: 429, headers })).toEqual({
      kind: 'throttled',
      reason: 'TooManyRequestsException',
    })
    expect(outcome({ status: 429 })).toEqual({ kind: 'throttled', reason: 'HTTP 429' })
  })

  it.each<[string, Said, string]>([
    [
      'its header',
      { headers: { 'x-amzn-errortype': 'ServiceException' }, body: '{"__type":"B"}' },
      'ServiceException',
    ],
    ['its header without the link', { headers: { 'x-amzn-errortype': 'E:http://amazon.com/' } }, 'E'],
    ['its body’s __type', { body: '{"__type":"com.amazonaws#E"}' }, 'E'],
    ['its body’s code', { body: '{"code":"E"}' }, 'E'],
    ['its status alone', { body: '{"__type":7}' }, 'HTTP 502'],
    ['its status when the name is empty', { body: '{"__type":"#"}' }, 'HTTP 502'],
  ])('is an error of the service named by %s', (_, said, name) => {
    expect(outcome({ status: 502, ...said })).toMatchObject({ kind: 'service-error', status: 502, name })
  })

  it('takes the message of an error of the service under either spelling', () => {
    expect(outcome({ status: 400, body: '{"message":"a"}' })).toHaveProperty('message', 'a')
    expect(outcome({ status: 400, body: '{"Message":"b"}' })).toHaveProperty('message', 'b')
    expect(outcome({ status: 400, body: '{"message":{"a":1}}' })).not.toHaveProperty('message')
  })
})

describe('the markers of an answer', () => {
  it('are request id, version and placement from the headers', () => {
    const headers = {
      'x-amzn-requestid': 'id-1',
      'x-amz-executed-version': '7',
      'x-coldburst-placement-us': '1500',
    }
    expect(read({ headers }).markers).toEqual({ requestId: 'id-1', executedVersion: '7', placement: 1_500 })
  })

  it.each(['', ' ', '-1', '1.5', '1e3', '0x10', 'NaN', 'Infinity', '9'.repeat(40)])(
    'have no placement when the header is %j',
    (value) => {
      expect(read({ headers: { 'x-coldburst-placement-us': value } }).markers).toEqual({})
    },
  )

  it('include the probe of a payload', () => {
    const body = '{"answer":42,"coldburst":{"environmentId":"e","processId":"p","call":1}}'
    expect(read({ body }).markers).toHaveProperty('probe.environmentId', 'e')
  })
})

describe('the log tail of an answer', () => {
  it('is decoded as it came, broken characters replaced', () => {
    const cutCharacter = Buffer.from('é-log').subarray(1)
    expect(read({ headers: { 'x-amz-log-result': base64(cutCharacter) } }).log).toBe('\ufffd-log')
  })

  it('is absent when there is none, and when it is far larger than the service’s 4 KB', () => {
    expect(read({})).not.toHaveProperty('log')
    expect(read({ headers: { 'x-amz-log-result': '' } })).not.toHaveProperty('log')
    const large = base64('x'.repeat(100_000))
    expect(read({ headers: { 'x-amz-log-result': large } })).not.toHaveProperty('log')
  })
})

describe('a hostile answer', () => {
  const evil = '\x1b]0;owned\x07\x1b[2J\r\nline\u2028two\u202e\x9b31m'

  it('can’t bring control characters into names, types, reasons or messages', () => {
    const payload = JSON.stringify({
      errorType: `Type${evil}`,
      errorMessage: `message${evil}`,
      Reason: `reason${evil}`,
      __type: `name${evil}`,
      message: `message${evil}`,
    })
    const outcomes = [
      outcome({ headers: failed, body: payload }),
      outcome({ status: 429, body: payload }),
      outcome({ status: 500, body: payload }),
      outcome({ status: 500, headers: { 'x-amzn-errortype': `name${evil}` } }),
    ]
    for (const { kind, ...rest } of outcomes) {
      expect(kind).not.toBe('ok')
      for (const value of Object.values(rest)) expect(String(value)).not.toMatch(harmful)
    }
  })

  it('can’t make names and messages long', () => {
    const payload = JSON.stringify({ errorType: 'T'.repeat(900_000), errorMessage: 'm'.repeat(100_000) })
    const { errorType, message } = outcome({ headers: failed, body: payload }) as Record<string, string>
    expect(errorType).toHaveLength(300)
    expect(message).toHaveLength(300)
    expect(outcome({ status: 500, headers: { 'x-amzn-errortype': 'n'.repeat(16_000) } })).toHaveProperty(
      'name.length',
      200,
    )
  })

  it('is not searched when its payload is larger than 1 MB', () => {
    const body = JSON.stringify({ statusCode: 500, padding: 'x'.repeat(1024 * 1024) })
    expect(outcome({ body })).toEqual({ kind: 'ok', status: 200 })
    expect(outcome({ headers: failed, body })).toHaveProperty('errorType', 'Unknown')
  })

  it.each([
    ['arrays in arrays', '['.repeat(500_000)],
    ['objects in objects', '{"coldburst":'.repeat(70_000)],
    ['a whole deep object', `${'{"statusCode":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['a prototype', '{"__proto__":{"statusCode":500},"coldburst":{"__proto__":{"environmentId":"e"}}}'],
  ])('made of %s is read without throwing', (_, body) => {
    expect(outcome({ body })).toEqual({ kind: 'ok', status: 200 })
    expect(outcome({ headers: failed, body })).toHaveProperty('kind', 'function-error')
  })

  it('that is no UTF-8 is read without throwing', () => {
    const body = Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x80, 0x22, 0x7d])
    expect(outcome({ headers: failed, body })).toHaveProperty('errorType', 'Unknown')
    expect(outcome({ status: 500, body })).toHaveProperty('name', 'HTTP 500')
  })

  it('never makes reading throw, and always has one outcome', { timeout: 30_000 }, () => {
    const header = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: undefined })
    const headers = fc.record({
      'x-amz-function-error': header,
      'x-amzn-errortype': header,
      'x-amzn-requestid': header,
      'x-amz-executed-version': header,
      'x-amz-log-result': header,
      'x-coldburst-placement-us': header,
    })
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .dictionary(
          fc.constantFrom('statusCode', 'errorType', 'Reason', '__type', 'message', 'coldburst'),
          fc.jsonValue(),
        )
        .map((payload) => Buffer.from(JSON.stringify(payload))),
    )
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), headers, body, (status, headers, body) => {
        const reading = readInvokeAnswer({ status, headers, body })
        expect(['ok', 'function-error', 'throttled', 'service-error']).toContain(reading.outcome.kind)
      }),
      { numRuns: 500 },
    )
  })
})
