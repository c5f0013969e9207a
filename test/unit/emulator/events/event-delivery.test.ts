import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { resourceConflict } from '../../../../lib/emulator/api/service-error.ts'
import { createEventDelivery } from '../../../../lib/emulator/events/event-delivery.ts'
import type { Resolved } from '../../../../lib/emulator/functions/registry.ts'
import { functionNotFound } from '../../../../lib/emulator/api/service-error.ts'
import { activeRecord } from '../../../support/function-records.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const { deployment } = activeRecord().latest
const found: Resolved = { kind: 'found', target: { deployment, qualifier: 'live', invokedArn: 'arn' } }
const answer = { payload: Buffer.from('{}'), functionError: false }

/** A delivery of one event to `fn:live`, of which the registry says `resolved.now`. */
function deliver(first: Resolved) {
  const resolved = { now: first }
  const runs: string[] = []
  const warnings: string[] = []
  const events = createEventDelivery({
    region: 'us-east-1',
    retryMs: [1_000],
    fleet: {
      async invoke(_, { requestId }) {
        runs.push(requestId)
        return { kind: 'served', answer }
      },
    },
    registry: { resolve: () => resolved.now },
    requestIds: () => 'next',
    warn: (text) => void warnings.push(text),
  })
  const payload = Buffer.from('{}')
  events.accept({ functionName: 'fn', qualifier: 'live', invokedArn: 'arn', requestId: 'r1', payload })
  return { events, resolved, runs, warnings }
}

test('an event waits for a version that is still being created', async () => {
  const pending: Resolved = { kind: 'refused', error: resourceConflict('Pending') }
  const { events, resolved, runs, warnings } = deliver(pending)
  await vi.advanceTimersByTimeAsync(500)
  expect([runs, warnings, events.stats().eventsPending]).toEqual([[], [], 1])
  resolved.now = found
  await vi.advanceTimersByTimeAsync(2_000)
  expect([runs, warnings, events.stats()]).toEqual([['r1'], [], { eventsPending: 0, eventsDropped: 0 }])
})

test('an event of a function that is gone is given up', async () => {
  const { events, runs, warnings } = deliver({ kind: 'refused', error: functionNotFound('arn') })
  await vi.advanceTimersByTimeAsync(500)
  expect(events.stats()).toEqual({ eventsPending: 0, eventsDropped: 1 })
  expect([runs, warnings]).toEqual([[], [expect.stringContaining('the function is gone')]])
})

test('settings go with the alias or version that they are for', () => {
  const { events } = deliver(found)
  for (const qualifier of ['$LATEST', 'live', '1']) events.configs.set('fn', qualifier, { lastModified: 0 })
  events.configs.set('other', 'live', { lastModified: 0 })
  events.keepOnly('fn', ['$LATEST', '1'])
  expect(events.configs.list('fn').map(([qualifier]) => qualifier)).toEqual(['$LATEST', '1'])
  expect(events.configs.list('other')).toHaveLength(1)
  events.keepOnly('fn', [])
  expect(events.configs.list('fn')).toEqual([])
  events.close()
})
