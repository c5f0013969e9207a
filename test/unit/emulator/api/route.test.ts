import { expect, test } from 'vitest'

import { readRoute } from '../../../../lib/emulator/api/route.ts'

test('Invoke is recognised with an encoded ARN and a qualifier', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:hello'
  const url = `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations?Qualifier=%24LATEST`
  expect(readRoute('POST', url)).toEqual({ kind: 'invoke', reference: arn, qualifier: '$LATEST' })
})

test('GetFunctionConfiguration and GetAccountSettings are recognised', () => {
  expect(readRoute('GET', '/2015-03-31/functions/hello/configuration')).toEqual({
    kind: 'describe-function',
    reference: 'hello',
  })
  expect(readRoute('GET', '/2016-08-19/account-settings/')).toEqual({ kind: 'describe-account' })
})

test.each([
  ['GET', '/2015-03-31/functions/hello/invocations', 'GET /2015-03-31/functions/hello/invocations'],
  ['GET', '/2015-03-31/functions/', 'GET /2015-03-31/functions/'],
  ['DELETE', '/2015-03-31/functions/hello?x=1', 'DELETE /2015-03-31/functions/hello'],
  ['POST', '/2015-03-31/functions/%E0%A4%A/invocations', 'POST /2015-03-31/functions/%E0%A4%A/invocations'],
  ['', '', ' '],
])('%s %s is named, not guessed', (method, url, name) => {
  expect(readRoute(method, url)).toEqual({ kind: 'unknown', name })
})
