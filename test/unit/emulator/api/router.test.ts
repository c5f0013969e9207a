import { expect, test } from 'vitest'

import { KNOWN_OPERATIONS } from '../../../../lib/emulator/api/known-operations.ts'
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
  ['POST', '/2015-03-31/event-source-mappings/', 'CreateEventSourceMapping'],
  ['GET', '/2018-10-31/layers?find=LayerVersion&Arn=x', 'GetLayerVersionByArn'],
  ['GET', '/2018-10-31/layers', 'ListLayers'],
  ['PURGE', '/2015-03-31/functions/hello?x=1', 'PURGE /2015-03-31/functions/hello'],
  ['POST', '/2015-03-31/functions/%E0%A4%A/invocations', 'POST /2015-03-31/functions/%E0%A4%A/invocations'],
  ['', '', ' '],
])('%s %s is named, not guessed', (method, url, name) => {
  expect(read(method, url)).toBe(name)
})

test('operations on one path are told apart by what their query must hold', () => {
  const path = '/2019-09-30/functions/hello/provisioned-concurrency'
  expect(read('GET', `${path}?List=ALL&MaxItems=5`)[0]).toBe('ListProvisionedConcurrencyConfigs')
  expect(read('GET', `${path}?Qualifier=live`)[0]).toBe('GetProvisionedConcurrencyConfig')
})

test('a target in the header leads to its own operation and to no other', () => {
  const logs = { ...operations[0]!, name: 'FilterLogEvents', method: 'POST', path: '/' } as const
  const routed = createRouter([...operations, { ...logs, target: 'Logs_20140328.FilterLogEvents' }])
  expect(routed('POST', '/', 'Logs_20140328.FilterLogEvents')).toMatchObject({
    operation: { name: 'FilterLogEvents' },
  })
  expect(routed('POST', '/', 'Logs_20140328.PutLogEvents')).toEqual({
    kind: 'unknown',
    name: 'Logs_20140328.PutLogEvents',
  })
  expect(routed('POST', '/')).toEqual({ kind: 'unknown', name: 'POST /' })
})

test('every operation of AWS that is here has its method and path', () => {
  const known = new Map(KNOWN_OPERATIONS.map(([name, method, path]) => [name, `${method} ${path}`]))
  const ours = operations.filter(
    ({ path, target }) => !path.startsWith('/coldburst/') && target === undefined,
  )
  expect(ours.length).toBeGreaterThan(25)
  for (const { name, method, path } of ours) {
    expect(`${method} ${path.replace(/\/$/, '')}`).toBe(known.get(name)?.replace(/\/$/, ''))
  }
})
