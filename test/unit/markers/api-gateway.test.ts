import { expect, test } from 'vitest'
import { gatewayStatus } from '../../../lib/markers/api-gateway.ts'

test.each([
  [{ statusCode: 200, headers: {}, body: 'x' }, 200],
  [{ statusCode: 503 }, 503],
  [{ statusCode: '502', body: '' }, 502],
])('the status of %j is %i', (payload, status) => {
  expect(gatewayStatus(payload)).toBe(status)
})

test.each([
  null,
  undefined,
  'x',
  500,
  [{ statusCode: 500 }],
  {},
  { statusCode: '5xx' },
  { statusCode: 99 },
  { statusCode: 600 },
  { statusCode: 200.5 },
  { statusCode: Number.NaN },
  { body: 'x' },
])('%j has none', (payload) => {
  expect(gatewayStatus(payload)).toBeUndefined()
})
