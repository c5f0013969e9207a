import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { complaints, plan } from '../../support/profile-world.ts'

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout'
const targetOf = (flags: Flags) => plan({ flags }).plan.target

describe('--function', () => {
  it.each([
    ['checkout', { function: 'checkout' }],
    ['checkout:live', { function: 'checkout', qualifier: 'live' }],
    ['checkout:$LATEST', { function: 'checkout', qualifier: '$LATEST' }],
    ['123456789012:function:checkout:7', { function: '123456789012:function:checkout', qualifier: '7' }],
    [arn, { function: arn, region: 'eu-west-1' }],
    [`${arn}:live`, { function: arn, qualifier: 'live', region: 'eu-west-1' }],
    ['arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f', { region: 'us-gov-west-1' }],
  ])('takes %s apart', (fn, parts) => {
    expect(targetOf({ function: fn })).toMatchObject({ kind: 'lambda', logTail: true, ...parts })
  })

  it.each(['', 'a b', 'checkout:', 'arn:aws:s3:::bucket', 'x'.repeat(65), 'a:b:c', '../x', 'a\u001b[2J'])(
    'does not take %j',
    (fn) => {
      expect(complaints({ flags: { function: fn } })).toEqual([expect.stringContaining('--function: "')])
    },
  )

  it('names the run after the function, also in an ARN', () => {
    expect(plan({ flags: { function: `${arn}:live` } }).plan.name).toBe('checkout')
  })

  it('takes region, profile, endpoint and log tail from their flags', () => {
    const flags = {
      function: 'f',
      region: 'us-east-1',
      awsProfile: 'work',
      endpoint: 'http://127.0.0.1:4566/',
      logTail: false,
    }
    expect(targetOf(flags)).toEqual({
      kind: 'lambda',
      function: 'f',
      region: 'us-east-1',
      awsProfile: 'work',
      endpoint: 'http://127.0.0.1:4566',
      logTail: false,
    })
  })

  it('does not take another region than the one in the ARN', () => {
    expect(complaints({ flags: { function: arn, region: 'us-east-1' } })).toEqual([
      '--region: "us-east-1" is not the region of the ARN; write eu-west-1 or leave it out',
    ])
  })

  it.each([
    ['localhost:4566', 'is not a URL'],
    ['ftp://host', 'is not a URL'],
    ['http://user:secret@host', 'holds a user or password'],
    ['http://host/?a=1', 'has more than a path'],
  ])('does not take the endpoint %s', (endpoint, why) => {
    expect(complaints({ flags: { function: 'f', endpoint } })).toEqual([expect.stringContaining(why)])
  })

  it('never repeats the password of an endpoint', () => {
    expect(
      complaints({ flags: { function: 'f', endpoint: 'http://user:secret@host' } }).join(),
    ).not.toContain('secret')
  })

  it('does not go with flags of a local function', () => {
    const flags = { function: 'f', memory: '512', env: ['AB=1'], handler: 'a.b', idle: '5m' }
    expect(complaints({ flags }).map((text) => text.split(':')[0])).toEqual([
      '--memory',
      '--idle',
      '--env',
      '--handler',
    ])
  })

  it('leaves variables about local functions alone: they are there for every run', () => {
    expect(targetOf({ function: 'f' })).toEqual(
      plan({ flags: { function: 'f' }, env: { COLDBURST_MEMORY: '512' } }).plan.target,
    )
  })

  it('does not go with --local, unless one of the two is a variable', () => {
    expect(complaints({ flags: { function: 'f', local: 'fn' } })).toEqual([
      expect.stringContaining('--function: "f" would be a Lambda function and --local names a local one'),
    ])
    expect(plan({ flags: { function: 'f' }, env: { COLDBURST_LOCAL: 'fn' } }).plan.target.kind).toBe('lambda')
    expect(plan({ flags: { local: 'fn' }, env: { COLDBURST_FUNCTION: 'f' } }).plan.target.kind).toBe('local')
  })
})

describe('a Lambda function in a profile', () => {
  const profile = 'target: { function: checkout, qualifier: live, region: eu-west-1, profile: work }\n'

  it('is fired at', () => {
    expect(plan({ profile }).plan).toMatchObject({
      name: 'nightly',
      target: { function: 'checkout', qualifier: 'live', region: 'eu-west-1', awsProfile: 'work' },
    })
  })

  it('gives way to that of a flag, with its qualifier and not with its region', () => {
    expect(plan({ profile, flags: { function: 'other' } }).plan.target).toEqual({
      kind: 'lambda',
      function: 'other',
      region: 'eu-west-1',
      awsProfile: 'work',
      logTail: true,
    })
  })

  it('gives its region up for that in the ARN of a flag', () => {
    const other = arn.replace('eu-west-1', 'us-west-2')
    expect(plan({ profile, flags: { function: other } }).plan.target).toMatchObject({ region: 'us-west-2' })
  })

  it('gives way to a local one of a flag, and a note says so', () => {
    const { plan: made, notes } = plan({ profile, flags: { local: 'fn' } })
    expect(made.target.kind).toBe('local')
    expect(notes).toContain("the profile's target is replaced by --local")
  })

  it('has no keys of a local one', () => {
    expect(complaints({ profile: 'target: { function: f, memory: 512 }' })).toEqual([
      expect.stringContaining('nightly.yaml:1:32: target.memory: is about a local function'),
    ])
  })

  it('has one qualifier', () => {
    expect(complaints({ profile: 'target: { function: "f:live", qualifier: test }' })).toEqual([
      expect.stringContaining('"test" is not the qualifier in the function\'s name, "live"'),
    ])
  })

  it('is missed when only its region is there', () => {
    expect(complaints({ profile: 'target: { region: us-east-1 }' })).toEqual([
      expect.stringContaining('"function" is missing; write function: NAME, or local: FOLDER'),
    ])
  })

  it('is not taken for the sample when it is misspelt', () => {
    expect(complaints({ profile: 'target: { functoin: f }', flags: { region: 'us-east-1' } })).toEqual([
      'nightly.yaml:1:11: target: unknown key "functoin"; did you mean "function"?',
    ])
  })
})
