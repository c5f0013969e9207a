import { expect, test } from 'vitest'

import {
  functionArn,
  logStreamName,
  parseFunctionReference,
} from '../../../../lib/emulator/functions/names.ts'

test.each([
  ['checkout', { name: 'checkout' }],
  ['checkout:live', { name: 'checkout', qualifier: 'live' }],
  ['checkout:$LATEST', { name: 'checkout', qualifier: '$LATEST' }],
  ['function:checkout', { name: 'checkout' }],
  ['123456789012:function:checkout', { name: 'checkout' }],
  ['123456789012:function:checkout:7', { name: 'checkout', qualifier: '7' }],
  ['arn:aws:lambda:eu-west-1:123456789012:function:checkout', { name: 'checkout' }],
  [
    'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:a_b-c:live',
    { name: 'a_b-c', qualifier: 'live' },
  ],
])('%s names a function', (text, reference) => {
  expect(parseFunctionReference(text)).toEqual(reference)
})

test.each([
  '',
  'a b',
  '../etc',
  'arn:aws:s3:::bucket',
  'name:',
  'name:a:b',
  'ü',
  'x'.repeat(65),
  'name:with space',
])('«%s» names none', (text) => {
  expect(parseFunctionReference(text)).toBeUndefined()
})

test('an ARN ends with the qualifier that was asked for', () => {
  expect(functionArn('eu-west-1', 'a')).toBe('arn:aws:lambda:eu-west-1:000000000000:function:a')
  expect(functionArn('eu-west-1', 'a', 'live')).toBe('arn:aws:lambda:eu-west-1:000000000000:function:a:live')
})

test('a log stream is named after the day in UTC and is unique', () => {
  const now = new Date('2026-11-23T23:59:59Z')
  expect(logStreamName(now, '$LATEST')).toMatch(/^2026\/11\/23\/\[\$LATEST\][0-9a-f]{32}$/)
  expect(logStreamName(now, '7')).toMatch(/^2026\/11\/23\/\[7\][0-9a-f]{32}$/)
  expect(logStreamName(now, '7')).not.toBe(logStreamName(now, '7'))
})
