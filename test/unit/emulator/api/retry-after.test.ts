import { expect, test } from 'vitest'

import { retryAfter } from '../../../../lib/emulator/api/retry-after.ts'

const throttle = { kind: 'throttled', reason: 'FunctionInvocationRateLimitExceeded' } as const

test('a throttle whose end is known says when to come again, and no other does', () => {
  expect(retryAfter({ ...throttle, retryAfterS: 3 })).toEqual({ 'Retry-After': 3 })
  expect(retryAfter(throttle)).toEqual({})
})
