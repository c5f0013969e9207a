import { expect, test } from 'vitest'

import { retryAfter } from '../../../../lib/emulator/api/retry-after.ts'

test.each([
  [{ kind: 'throttled', retryAfterS: 2.1 }, { 'Retry-After': 3 }],
  [{ kind: 'throttled', retryAfterS: 0 }, { 'Retry-After': 1 }],
  [{ kind: 'throttled' }, {}],
])('%j is told as %j', (decision, headers) => {
  expect(retryAfter(decision)).toEqual(headers)
})
