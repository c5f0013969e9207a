import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { complaints, plan } from '../../support/profile-world.ts'

const files = {
  '/project/event.json': '\ufeff{"a": "é"}\n',
  '/project/empty.json': ' \n',
  '/project/bad.json': '{"a": }',
  '/project/large.json': `"${'x'.repeat(6 * 1_024 ** 2)}"`,
  '/project/dir/x.json': '1',
}
const flag = (...payload: string[]) => ({ flags: { local: 'fn', payload }, files })

describe('payloads', () => {
  it('are {} when nobody gives one', () => {
    expect(plan({ flags: { local: 'fn' } }).secrets.payloads).toEqual(['{}'])
  })

  it('come from a flag as JSON or from a file, just as written', () => {
    const { plan: made, secrets } = plan(flag('{"n": 1}', '@event.json'))
    expect(secrets.payloads).toEqual(['{"n": 1}', '{"a": "é"}\n'])
    expect(made.payloads.map(({ weight, bytes }) => ({ weight, bytes }))).toEqual([
      { weight: 1, bytes: 8 },
      { weight: 1, bytes: 12 },
    ])
    expect(made.payloads[0]?.sha256).toBe(createHash('sha256').update('{"n": 1}').digest('hex'))
  })

  it('are stored with the plan only when that is asked for', () => {
    expect(plan(flag('"secret"')).plan.payloads[0]).not.toHaveProperty('body')
    const kept = { flags: { local: 'fn', payload: ['"kept"'], keepPayloads: true } }
    expect(plan(kept).plan.payloads[0]?.body).toBe('"kept"')
  })

  it('replace those of the profile', () => {
    const profile = 'payload: { a: 1 }'
    expect(plan({ profile }).secrets.payloads).toEqual(['{"a":1}'])
    expect(plan({ profile, flags: { payload: '{}' } }).secrets.payloads).toEqual(['{}'])
  })

  it('of a profile come from files beside it', () => {
    const profile = 'payloads: [{ weight: 9, file: event.json }, { json: null }]'
    expect(plan({ profile, files }).secrets.payloads).toEqual(['{"a": "é"}\n', 'null'])
  })

  it.each([
    ['@empty.json', 'the payload file "empty.json" is empty; write JSON into it, at least {}'],
    ['@missing.json', 'there is no file "missing.json"'],
    ['@dir', '"dir" is a folder'],
    ['@bad.json', 'the file "bad.json" is not JSON'],
    ['@large.json', '"large.json" is larger than 6 MB, the most that Lambda takes; write a smaller one'],
    ['', 'the payload is empty'],
    ['  ', 'the payload is empty'],
    ['{holdMs: 300}', '"{holdMs: 300}" is not JSON'],
    ['event.json', '"event.json" is a file; write @event.json to send what is in it'],
  ])('are refused when they are %j', (payload, complaint) => {
    expect(complaints(flag(payload))).toEqual([expect.stringContaining(`--payload: ${complaint}`)])
  })

  it.each([
    ['payload: 1\npayloads: [{ json: 2 }]', 'keep one of payload and payloads'],
    ['payloads: []', 'is not a list of payloads'],
    ['payloads: 5', 'is not a list of payloads'],
    ['payloads: [{ weight: 2 }]', 'has neither file nor json'],
    ['payloads: [{ file: event.json, json: 1 }]', 'has both file and json'],
    ['payloads: [{ weight: 0, json: 1 }]', 'is not a weight'],
    ['payloads: [{ file: empty.json }]', 'is empty'],
    ['payload: { n: .nan }', 'NaN has no form in JSON'],
    ['payload: { id: 12345678901234567890 }', 'has more digits than JSON carries safely'],
    ['payload: !!set { a, b }', 'has no form in JSON'],
  ])('of a profile are refused when they are %j', (profile, complaint) => {
    expect(complaints({ profile, files })).toEqual([expect.stringContaining(complaint)])
  })
})
