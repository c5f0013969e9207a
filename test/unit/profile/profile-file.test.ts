import { describe, expect, it } from 'vitest'
import { complaints, plan, problemsOf } from '../../support/profile-world.ts'

describe('a profile', () => {
  it.each(['functions: [{ name: fn, dir: fn }]', 'Resources: {}'])(
    'is no list of functions: %s',
    (profile) => {
      expect(complaints({ profile })[0]).toContain(
        'this file lists functions and is no profile; write --local nightly.yaml to fire at them',
      )
    },
  )

  it('says everything that flags say', () => {
    const profile = `name: checkout nightly
target: { function: checkout }
payloads: [{ weight: 9, json: { size: small } }, { json: [1, "two", null] }]
keepPayloads: true
phases:
  - { name: warm-up, closed: { concurrency: 5, requests: 50, think: 100ms }, discard: true }
  - { burst: { size: 100, repeat: 5, every: 90s } }
  - { burst: { size: 1_000 } }
  - { name: steady, rate: { per: 40/s, for: 2m, arrivals: poisson } }
  - { stages: { to: [{ rate: 10, for: 30s }, { rate: 0, for: 1m }] } }
thresholds: [cold_start_rate < 8%]
inconclusive: fail
seed: 7
maxInFlight: 5000
timeout: 30s
pricing: { initBilling: legacy, maxCost: 2usd, architecture: arm64 }
`
    const { plan: made, secrets, notes } = plan({ profile })
    expect(made).toMatchObject({
      schema: 'coldburst/plan@1',
      name: 'checkout nightly',
      seed: 7,
      maxInFlight: 5_000,
      timeout: 30_000_000,
      inconclusive: 'fail',
      pricing: { initBilling: 'legacy', maxCost: 2, architecture: 'arm64' },
      payloads: [
        { weight: 9, bytes: 16, body: '{"size":"small"}' },
        { weight: 1, bytes: 14, body: '[1,"two",null]' },
      ],
    })
    expect(secrets.payloads).toEqual(['{"size":"small"}', '[1,"two",null]'])
    expect(notes).toEqual([])
    expect(made.phases).toEqual([
      {
        name: 'warm-up',
        discard: true,
        load: { kind: 'closed', concurrency: 5, requests: 50, thinkTime: 100_000 },
      },
      { name: 'burst', discard: false, load: { kind: 'burst', size: 100, repeat: 5, every: 90_000_000 } },
      { name: 'burst-2', discard: false, load: { kind: 'burst', size: 1_000, repeat: 1, every: 2_000_000 } },
      {
        name: 'steady',
        discard: false,
        load: { kind: 'rate', perSecond: 40, duration: 120_000_000, arrivals: 'poisson' },
      },
      {
        name: 'stages',
        discard: false,
        load: {
          kind: 'stages',
          arrivals: 'uniform',
          stages: [
            { duration: 30_000_000, perSecond: 10 },
            { duration: 60_000_000, perSecond: 0 },
          ],
        },
      },
    ])
  })

  it('tells all its mistakes at once, from the top down, with line and column and what to write', () => {
    const profile = `name: 5
target: { function: checkout, qualifer: live }
phases:
  - { name: one, closed: { concurrency: 5 }, discard: yes }
  - name: two
    burst:
      siz: 100
      every: 90
  - { name: one, rate: { per: 40/s, for: -2m }, burst: { size: 3 } }
  - name: none
sed: 7
`
    expect(complaints({ profile, flags: { timeout: '5' } })).toEqual([
      '--timeout: "5" has no unit; write 5s or 5ms',
      'nightly.yaml:1:7: name: found the number 5; write name: nightly',
      'nightly.yaml:2:31: target: unknown key "qualifer"; did you mean "qualifier"?',
      'nightly.yaml:4:55: phases[0].discard: found "yes"; write true or false',
      'nightly.yaml:7:7: phases[1].burst: "size" is missing; write a whole number such as 50',
      'nightly.yaml:7:7: phases[1].burst: unknown key "siz"; did you mean "size"?',
      'nightly.yaml:8:14: phases[1].burst.every: "90" has no unit; write 90s or 90ms',
      'nightly.yaml:9:13: phases[2].name: two phases are called "one"; rename one of them',
      'nightly.yaml:9:42: phases[2].rate.for: "-2m" is negative; write a duration such as 5s or 250ms',
      'nightly.yaml:10:5: phases[3]: has no load; write one of burst, rate, stages and closed in a phase',
      'nightly.yaml:11:1: unknown key "sed"; did you mean "seed"?',
    ])
  })

  it('shows the line with a caret below the column', () => {
    const [problem] = problemsOf({ profile: 'seed: 7\nphases: [{ burst: { size: 0 } }]\n' })
    expect(problem).toEqual({
      where: 'nightly.yaml:2:27',
      message: 'phases[0].burst.size: "0" is too small; write 1 or more',
      excerpt: `phases: [{ burst: { size: 0 } }]\n${' '.repeat(26)}^`,
    })
  })

  it('points into a threshold, plain or quoted', () => {
    const profile = 'thresholds:\n  - cold_start_rate < 8 apples\n  - "cold_start_rat < 8%"\n'
    expect(problemsOf({ profile }).map(({ where }) => where)).toEqual([
      'nightly.yaml:2:25',
      'nightly.yaml:3:5',
    ])
  })

  it.each([
    [
      'phases: [{ rate: { per: 5/s, for: 1s }, closed: { concurrency: 1, requests: 1 } }]',
      'has rate and closed',
    ],
    ['phases: [{ closed: { concurrency: 1 } }]', 'has no end; add requests: 1000 or for: 30s'],
    ['phases: []', 'found an empty list'],
    ['phases: { burst: { size: 5 } }', 'found no list; write phases:'],
    ['phases: [{ stages: { to: [] } }]', 'is an empty list'],
    ['phases: [{ burst: 5 }]', 'found the number 5; write burst: { size: 50, repeat: 3, every: 2s }'],
    ['phases: [5]', 'found the number 5; write a phase such as'],
    ['seed: .nan', 'found the number NaN'],
    ['target: checkout', 'found "checkout"; write target: { function: NAME }'],
    ['timeout:', 'found nothing; write a duration such as 30s'],
    ['name: ""', 'is blank'],
    ['inconclusive: maybe', 'found "maybe"; write pass or fail'],
    ['pricing: { maxCost: 1eur }', 'is not an amount of US dollars'],
    ['target: { local: hello, env: { AB: [1] } }', 'is not a text'],
    ['thresholds: 5', 'found the number 5'],
    ['thresholds: [5]', 'found the number 5; write a text'],
    ['thresholds: [{ a: b }]', 'put the threshold in quotes'],
  ])('does not take %j', (profile, complaint) => {
    expect(complaints({ profile })).toEqual([expect.stringContaining(complaint)])
  })

  it.each([
    ['', 'nightly.yaml: the file is empty'],
    ['# nothing but a comment\n', 'nightly.yaml: the file is empty'],
    ['- a\n- b', 'nightly.yaml:1:1: found a list; write a mapping'],
    ['hello there', 'nightly.yaml:1:1: found "hello there"; write a mapping'],
    ['name: a\nname: b', 'nightly.yaml:2:1: this key is given twice'],
    ['name: [a', 'nightly.yaml:1:9: this is not valid YAML'],
    ['name: a\n---\nname: b', 'a second document starts here'],
    ['name: !secret x', 'this is not valid YAML: Unresolved tag'],
    ['name: *nobody', "its aliases can't be followed"],
    ['\0\u0001\u0002', 'is not a text in UTF-8'],
    ['a\ufffdb', 'is not a text in UTF-8'],
  ])('is no profile when it is %j', (profile, complaint) => {
    expect(complaints({ profile })[0]).toContain(complaint)
  })

  it('can be read with a byte order mark, anchors and merged keys', () => {
    const profile =
      '\ufeffphases:\n  - burst: &usual { size: 5, every: 1s }\n  - burst: { <<: *usual, size: 6 }\n'
    expect(plan({ profile }).plan.phases.map(({ load }) => load)).toMatchObject([
      { size: 5, every: 1_000_000 },
      { size: 6, every: 1_000_000 },
    ])
  })

  it('that would grow without bound is refused', () => {
    const lines = 'bcdefghij'
      .split('')
      .map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`)
    expect(complaints({ profile: `a: &a [x]\n${lines.join('\n')}` })[0]).toContain(
      "its aliases can't be followed",
    )
  })

  it('that is nested without end is refused', () => {
    expect(complaints({ profile: `payload: ${'['.repeat(20_000)}` })[0]).toContain('this is not valid YAML')
  })

  it('shows nothing of its text that a terminal would act on', () => {
    const [problem] = problemsOf({ profile: 'na\u001bme: x\u202e\n' })
    const shown = `${problem?.message}${problem?.excerpt}`
    expect([shown.includes('\u001b'), shown.includes('\u202e')]).toEqual([false, false])
  })

  it('that can not be read hides no mistake in flags, and makes none up', () => {
    expect(
      complaints({
        profile: '- a',
        flags: { seed: 'x', region: 'us-east-1', threshold: ['dropped{phase:any} == 0'] },
      }),
    ).toEqual([expect.stringContaining('--seed'), expect.stringContaining('nightly.yaml:1:1')])
  })

  it('notes that nothing would be measured', () => {
    expect(plan({ profile: 'phases: [{ burst: { size: 1 }, discard: true }]' }).notes).toEqual([
      'every phase is discarded: the run will have no numbers',
    ])
  })
})
