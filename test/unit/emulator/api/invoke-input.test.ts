import { expect, test } from 'vitest'

import type { ApiRequest } from '../../../../lib/emulator/api/operation.ts'
import { readInvocation } from '../../../../lib/emulator/api/operations/invoke-input.ts'
import { updateLatest } from '../../../../lib/emulator/functions/lifecycle.ts'
import { createRegistry } from '../../../../lib/emulator/functions/registry.ts'
import type { Body } from '../../../../lib/emulator/read-body.ts'
import { activeRecord } from '../../../support/function-records.ts'

function newRegistry() {
  const registry = createRegistry({ region: 'us-east-1', seed: 1 }, () => undefined)
  registry.add(() => activeRecord())
  return registry
}

/** A request of which something else happens before its body is there. */
function requestWith(meanwhile: () => void): ApiRequest {
  return {
    requestId: 'r1',
    invocationId: () => 'i1',
    parameters: { FunctionName: 'fn' },
    query: new URLSearchParams(),
    endpoint: 'http://127.0.0.1:1',
    headers: {},
    async body(): Promise<Body> {
      meanwhile()
      return { kind: 'whole', bytes: Buffer.from('{}') }
    },
    gone: new AbortController().signal,
  }
}

test('an invocation gets what the function is once its body is there: old code may be gone by then', async () => {
  const registry = newRegistry()
  const request = requestWith(() =>
    registry.change('fn', ({ record }, stamp) => updateLatest(record, {}, stamp.now, stamp)),
  )
  const before = registry.find('fn').record.latest.deployment
  const input = await readInvocation(request, { registry }, 100)
  const after = registry.find('fn').record.latest.deployment
  registry.close()
  expect(after).not.toBe(before)
  expect(input).toMatchObject({ kind: 'ready', target: { deployment: { id: after.id } } })
})

test('a function that is deleted while the body comes is not found', async () => {
  const registry = newRegistry()
  const input = await readInvocation(
    requestWith(() => registry.remove('fn')),
    { registry },
    100,
  )
  expect(input).toMatchObject({ kind: 'answered', reply: { status: 404 } })
})
