import { describe, expect, it } from 'vitest'
import { resolveConnection } from '../../../../lib/targets/lambda/connection.ts'
import { readAccountLimits, readFunctionFacts } from '../../../../lib/targets/lambda/function-facts.ts'
import { startRawServer } from '../../../support/raw-server.ts'

describe('what a function says of itself', () => {
  it('is not waited for once the run was interrupted', { timeout: 4_000 }, async () => {
    const interrupt = new AbortController()
    const server = await startRawServer((_socket, _request, nth) => void (nth === 1 && interrupt.abort()))
    const target = { kind: 'lambda', function: 'f', endpoint: server.origin, logTail: true } as const
    const connection = await resolveConnection(target, {})
    const facts = readFunctionFacts(target, connection, interrupt.signal)
    const limits = readAccountLimits(connection, interrupt.signal)
    expect(await Promise.all([facts, limits])).toEqual([{}, undefined])
  })
})
