import { expect } from 'vitest'
import * as stub from '../support/stub-answers.ts'
import type { Answer } from '../support/stub-lambda.ts'

export const transport = (code: unknown): object => ({
  kind: 'transport-error',
  code,
  message: expect.any(String),
})

/** Every way in which an invocation can end, and the one outcome that it is. */
export const endings: readonly (readonly [what: string, answer: Answer, outcome: object])[] = [
  ['an answer', stub.ok(), { kind: 'ok', status: 200 }],
  ['an empty answer', stub.ok(''), { kind: 'ok', status: 200 }],
  ['an answer that is no JSON', stub.ok('plain text'), { kind: 'ok', status: 200 }],
  ['a tail that is no base64', stub.ok('{}', { 'x-amz-log-result': '%%%!' }), { kind: 'ok', status: 200 }],
  [
    'a function’s error under HTTP 200',
    stub.functionError({ errorType: 'TypeError', errorMessage: 'x is undefined' }),
    { kind: 'function-error', errorType: 'TypeError', handled: false, message: 'x is undefined' },
  ],
  [
    'an answer for API Gateway that says 502',
    stub.ok('{"statusCode":502,"body":"bad"}'),
    { kind: 'function-error', errorType: 'HTTP 502', handled: true },
  ],
  [
    'a 429 with its Reason',
    stub.namedInHeader(429, 'TooManyRequestsException', { Reason: 'ConcurrentInvocationLimitExceeded' }),
    { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' },
  ],
  [
    'a 429 without a Reason',
    stub.namedInHeader(429, 'TooManyRequestsException'),
    { kind: 'throttled', reason: 'TooManyRequestsException' },
  ],
  [
    'a 400 named in a header',
    stub.namedInHeader(400, 'InvalidRequestContentException:http://internal.amazon.com/', {
      message: 'no JSON',
    }),
    { kind: 'service-error', status: 400, name: 'InvalidRequestContentException', message: 'no JSON' },
  ],
  [
    'a 403 named in its body, with a namespace',
    stub.namedInBody(403, { __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'no' }),
    { kind: 'service-error', status: 403, name: 'AccessDeniedException', message: 'no' },
  ],
  [
    'a 404 named in its body as a code',
    stub.namedInBody(404, { code: 'ResourceNotFoundException' }),
    { kind: 'service-error', status: 404, name: 'ResourceNotFoundException' },
  ],
  ['a 413', stub.answer(413, ''), { kind: 'service-error', status: 413, name: 'HTTP 413' }],
  [
    'a 301',
    stub.answer(301, '', { location: '/' }),
    { kind: 'service-error', status: 301, name: 'HTTP 301' },
  ],
  [
    'a 500',
    stub.namedInHeader(500, 'ServiceException'),
    { kind: 'service-error', status: 500, name: 'ServiceException' },
  ],
  [
    'a 502 that is HTML',
    stub.answer(502, '<html>'),
    { kind: 'service-error', status: 502, name: 'HTTP 502' },
  ],
  ['a 503', stub.answer(503, '{}'), { kind: 'service-error', status: 503, name: 'HTTP 503' }],
  ['a reset before the headers', stub.resetBeforeHeaders, transport('ECONNRESET')],
  ['a connection that ends without an answer', stub.closedWithoutAnswer, transport('ECONNRESET')],
  [
    // Node ends the connection in order before it resets it: which of both is seen first is open.
    'a reset in the middle of the body',
    stub.resetInBody,
    transport(expect.stringMatching(/^(ECONNRESET|BODY_TRUNCATED)$/)),
  ],
  [
    'a body shorter than it said',
    stub.truncatedBody,
    transport(expect.stringMatching(/^(ECONNRESET|BODY_TRUNCATED)$/)),
  ],
  [
    'a body without its last chunk',
    stub.withoutLastChunk,
    transport(expect.stringMatching(/^(ECONNRESET|BODY_TRUNCATED)$/)),
  ],
  ['something that is not HTTP', stub.notHttp, transport(expect.stringMatching(/^(HPE_|HTTP_BAD_)/))],
  [
    'headers without end',
    stub.hugeHeaders,
    transport(expect.stringMatching(/^(HPE_HEADER_OVERFLOW|HTTP_HEAD_TOO_LARGE)$/)),
  ],
  ['a body without end', stub.endlessBody, transport('BODY_TOO_LARGE')],
]
