import { expect, test } from 'vitest'

import { operations } from '../../../../lib/emulator/api/operations/index.ts'
import { createRouter } from '../../../../lib/emulator/api/router.ts'

const route = createRouter(operations)

/** The operation's name, its parameters and the query, as plain data. */
function read(method: string, url: string) {
  const routed = route(method, url)
  if (routed.kind === 'unknown') return routed.name
  const { operation, parameters, query } = routed
  return [operation.name, parameters, Object.fromEntries(query)]
}

test('Invoke is recognised with an encoded ARN and a qualifier', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:hello'
  const url = `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations?Qualifier=%24LATEST`
  expect(read('POST', url)).toEqual(['Invoke', { FunctionName: arn }, { Qualifier: '$LATEST' }])
})

test('a slash at the end makes no difference', () => {
  for (const end of ['', '/']) {
    expect(read('GET', `/2016-08-19/account-settings${end}`)).toEqual(['GetAccountSettings', {}, {}])
  }
})

test.each([
  ['GET', '/2015-03-31/functions/hello/invocations', 'GET /2015-03-31/functions/hello/invocations'],
  ['PURGE', '/2015-03-31/functions/hello?x=1', 'PURGE /2015-03-31/functions/hello'],
  ['POST', '/2015-03-31/functions/%E0%A4%A/invocations', 'POST /2015-03-31/functions/%E0%A4%A/invocations'],
  ['', '', ' '],
])('%s %s is named, not guessed', (method, url, name) => {
  expect(read(method, url)).toBe(name)
})
