import { describe, expect, it } from 'vitest'
import { transportOutcome } from '../../../../lib/targets/lambda/transport-outcome.ts'

const withCode = (code: string, message = 'it broke', options?: ErrorOptions): Error =>
  Object.assign(new Error(message, options), { code })

describe('transportOutcome', () => {
  it('names the error by its code', () => {
    expect(transportOutcome(withCode('ECONNRESET'))).toEqual({
      kind: 'transport-error',
      code: 'ECONNRESET',
      message: 'it broke',
    })
  })

  it('finds the code inside what wraps it', () => {
    const wrapped = new Error('outer', { cause: new Error('middle', { cause: withCode('ENOTFOUND') }) })
    expect(transportOutcome(wrapped)).toHaveProperty('code', 'ENOTFOUND')
    const several = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')])
    expect(transportOutcome(several)).toHaveProperty('code', 'ECONNREFUSED')
  })

  it('falls back to the error’s name, and to UNKNOWN for what is no error', () => {
    expect(transportOutcome(new TypeError('x'))).toHaveProperty('code', 'TypeError')
    for (const thrown of [undefined, null, 'text', 7, {}]) {
      expect(transportOutcome(thrown)).toEqual({ kind: 'transport-error', code: 'UNKNOWN' })
    }
  })

  it('comes to an end when an error is its own cause', () => {
    const circular = new Error('round and round')
    circular.cause = circular
    expect(transportOutcome(circular)).toHaveProperty('message', 'round and round')
  })

  it('cleans and shortens what an error says', () => {
    const outcome = transportOutcome(
      withCode(`E\x1b[31m${'X'.repeat(100)}`, `a\nb\x1b[2J${'y'.repeat(1_000)}`),
    )
    expect(outcome.code).toHaveLength(60)
    expect(outcome.message).toHaveLength(300)
    expect(`${outcome.code}${outcome.message}`).not.toMatch(/[^\x20-\x7e…]/)
  })
})
