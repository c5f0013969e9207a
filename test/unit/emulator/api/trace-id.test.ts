import { expect, test } from 'vitest'

import { traceIdOf } from '../../../../lib/emulator/api/trace-id.ts'

test('a trace id of the caller is kept', () => {
  const told = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1'
  expect(traceIdOf(told)).toBe(told)
})

test.each([undefined, '', ' ', 'a\tb', 'é', 'x'.repeat(513)])(
  'without one that can be passed on (%j) it is new',
  (told) => {
    expect(traceIdOf(told)).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/)
    expect(traceIdOf(told)).not.toBe(traceIdOf(told))
  },
)
