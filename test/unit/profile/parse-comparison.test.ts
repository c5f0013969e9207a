import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { parseComparisonObject } from '../../../lib/profile/parse-comparison.ts'
import {
  comparison,
  comparisonComplaints,
  plan,
  profileWorld,
  type ComparisonSaid,
} from '../../support/profile-world.ts'

const aws: Flags = { function: 'checkout', region: 'eu-west-1' }
const local: Flags = { local: 'fn' }
const namesOf = (said: ComparisonSaid) => comparison(said).plan.settings.map(({ name }) => name)

const published = {
  '/project/functions.yaml':
    'functions:\n  - { name: orders, dir: fn, alias: live, memory: 256 }\n  - { name: plain, dir: fn }\n',
}

describe('a comparison', () => {
  it('has a default for everything but what is compared', () => {
    expect(comparison({ flags: { ...aws, memory: '512,1024' } })).toEqual({
      notes: [],
      secrets: { payloads: ['{}'], environment: {} },
      plan: {
        schema: 'coldburst/comparison-plan@1',
        base: {
          schema: 'coldburst/plan@1',
          name: 'checkout',
          seed: 1,
          maxInFlight: 10_000,
          timeout: 930_000_000,
          inconclusive: 'pass',
          firing: { transport: 'lean', threads: 1, prewarm: true, onLate: 'send' },
          pricing: { initBilling: 'current', maxCost: 1 },
          target: { kind: 'lambda', function: 'checkout', region: 'eu-west-1', logTail: true },
          payloads: [expect.objectContaining({ weight: 1, bytes: 2 })],
          phases: [
            {
              name: 'closed',
              discard: false,
              load: { kind: 'closed', concurrency: 1, requests: 5, thinkTime: 0 },
            },
          ],
          thresholds: [],
        },
        settings: [
          { name: '512 MB', memoryMb: 512 },
          { name: '1024 MB', memoryMb: 1_024 },
        ],
        staging: 'versions',
        design: { warm: 100, warmPerBlock: 5, cold: 20, coldPerBlock: 5, mostWarm: 100 },
        goals: { weight: 0.5, limits: [], tolerance: 0.05 },
      },
    })
  })

  it('is the ready one when nothing is named, and flags win over it', () => {
    const { plan: made } = comparison({})
    expect(made).toMatchObject({
      base: { name: 'compare', target: { kind: 'local', function: 'cpu' } },
      settings: [{ memoryMb: 256 }, { memoryMb: 512 }],
      design: { warm: 40, cold: 4 },
    })
    expect(namesOf({ flags: { memory: '1GB,2048' } })).toEqual(['1024 MB', '2048 MB'])
  })

  it('is one of the usual memory settings where a target but no settings are named, and a note says so', () => {
    const { plan: made, notes } = comparison({ flags: aws })
    expect(made.settings.map(({ memoryMb }) => memoryMb)).toEqual([128, 256, 512, 1_024, 1_769])
    expect(notes).toEqual(['no settings were named: comparing 128, 256, 512, 1024, 1769 MB'])
  })

  it('leaves a local function the memory it has, and varies it in the settings', () => {
    const { plan: made } = comparison({
      flags: { local: 'functions.yaml', function: 'orders', memory: '512,1024' },
      files: published,
    })
    expect(made.base.target).toMatchObject({
      function: 'orders',
      functions: [{ memoryMb: 256 }, { memoryMb: 128 }],
    })
    expect(made.base.target.qualifier).toBeUndefined()
  })

  it('takes memory from a variable as a list, which a run does not', () => {
    const env = { COLDBURST_MEMORY: '512, 1GB' }
    expect(namesOf({ flags: aws, env })).toEqual(['512 MB', '1024 MB'])
    expect(() => plan({ flags: local, env })).toThrow(
      'COLDBURST_MEMORY: "512, 1GB" is several sizes; write one, or let coldburst compare measure them all',
    )
  })

  it('keeps values of --env secret, and those of --vary-env in the plan', () => {
    const { plan: made, secrets } = comparison({
      flags: { ...local, env: 'TOKEN=secret', varyEnv: ['LOG=info,debug', 'CACHE=on,'] },
    })
    expect(JSON.stringify(made)).not.toContain('secret')
    expect(secrets.environment).toEqual({ fn: { TOKEN: 'secret' } })
    expect(made.settings.map(({ name, environment }) => [name, environment])).toEqual([
      ['LOG=info CACHE=on', { LOG: 'info', CACHE: 'on' }],
      ['LOG=info CACHE=', { LOG: 'info', CACHE: '' }],
      ['LOG=debug CACHE=on', { LOG: 'debug', CACHE: 'on' }],
      ['LOG=debug CACHE=', { LOG: 'debug', CACHE: '' }],
    ])
  })

  it('tells all its problems at once', () => {
    const flags = { ...aws, memory: '64,512', cold: '-1', until: 'p95', slo: 'latency < 5ms', weight: '2' }
    expect(comparisonComplaints({ flags, profile: 'seed: x\ncompare: { memry: [1], cold: x }' })).toEqual([
      '--memory: "64" is out of range; write 128 to 10240 MB',
      '--until: "p95" is not a precision; write one such as p95 ±5%',
      '--cold: "-1" is too small; write 0 or more',
      '--weight: "2" is more than all; write 2% or 0.02',
      expect.stringContaining('--slo: unknown metric "latency"'),
      'nightly.yaml:1:7: seed: "x" is not a whole number; write one such as 10',
      'nightly.yaml:2:12: compare: unknown key "memry"; did you mean "memory"?',
      'nightly.yaml:2:30: compare.cold: "x" is not a whole number; write one such as 10',
    ])
  })

  it('makes up no mistakes beside one in a profile', () => {
    expect(comparisonComplaints({ profile: '- a' })).toHaveLength(1)
    expect(comparisonComplaints({ flags: local, profile: 'compare: { memory: [5] }' })).toEqual([
      expect.stringContaining('compare.memory[0]'),
    ])
    expect(comparisonComplaints({ flags: { ...local, memory: 'x,512' } })).toHaveLength(1)
  })

  it.each(['8%', '8 %', '0.08', '.08'])(
    'reads both of its shares as %s, of flags and of a profile',
    (written) => {
      const shares = { weight: 0.08, tolerance: 0.08 }
      const flags = { ...local, weight: written, tolerance: written }
      expect(comparison({ flags }).plan.goals).toMatchObject(shares)
      const profile = `target: { local: fn }\ncompare: { weight: ${written}, tolerance: ${written} }`
      expect(comparison({ profile }).plan.goals).toMatchObject(shares)
    },
  )

  it('of data is the same as of a file', () => {
    const input = {
      target: { local: 'fn' },
      compare: { memory: [128, '1GB'], until: 'p95 ±5%', slo: ['response_time p(95)<200ms'], tolerance: 0.1 },
    }
    const { plan: made } = parseComparisonObject(input, { ...profileWorld(), cpus: 4 })
    expect(made).toMatchObject({
      settings: [{ memoryMb: 128 }, { memoryMb: 1_024 }],
      design: {
        until: { metric: 'duration', percentile: 95, within: 0.05 },
        mostWarm: 2_000,
        coldPerBlock: 4,
      },
      goals: { limits: ['response_time p(95) < 200ms'], tolerance: 0.1 },
    })
    const yaml =
      "target: { local: fn }\ncompare: { memory: [128, 1GB], until: p95 ±5%, slo: ['response_time p(95)<200ms'], tolerance: 0.1 }"
    expect({ ...comparison({ profile: yaml, cpus: 4, flags: { name: 'fn' } }).plan }).toEqual(made)
  })
})

describe('the settings that are named', () => {
  it('come from flags, else from the environment, else from the profile', () => {
    const profile = 'target: { function: checkout }\ncompare: { memory: [128, 256] }'
    const env = { COLDBURST_MEMORY: '256,512' }
    expect(namesOf({ profile })).toEqual(['128 MB', '256 MB'])
    expect(namesOf({ profile, env })).toEqual(['256 MB', '512 MB'])
    expect(namesOf({ profile, env, flags: { memory: '512,1024' } })).toEqual(['512 MB', '1024 MB'])
  })

  it('may be in a profile whatever they are', () => {
    const profile = `target: { function: checkout }
compare:
  memory: [512, 1GB]
  architecture: [x86_64, arm64]
  varyEnv: { DEBUG: [true, false] }
  inPlace: true
`
    const { plan: made } = comparison({ profile })
    expect(made.staging).toBe('in-place')
    expect(made.settings).toHaveLength(8)
    expect(made.settings[7]).toEqual({
      name: '1024 MB arm64 DEBUG=false',
      memoryMb: 1_024,
      architecture: 'arm64',
      environment: { DEBUG: 'false' },
    })
  })

  it.each<[Flags, string]>([
    [{ memory: '512' }, '--memory: one setting is nothing to compare; name several, as in 512,1024'],
    [{ memory: '512,512MB' }, '--memory: 512 MB is named twice; keep one of them'],
    [{ memory: '127,512' }, '--memory: "127" is out of range'],
    [{ memory: '512,' }, '--memory: "" is not a size'],
    [{ memory: '512.5,512' }, '--memory: "512.5" is not a whole number of MB'],
    [{ architecture: 'arm64,arm' }, '--architecture: "arm" is not known here; write x86_64 or arm64'],
    [{ qualifier: 'live' }, '--qualifier: one setting is nothing to compare; name several, as in live,cand'],
    [{ qualifier: 'live,live' }, '--qualifier: "live" is named twice'],
    [{ qualifier: 'live,a b' }, '--qualifier: "a b" is not a qualifier'],
    [
      { qualifier: 'live,next', memory: '512,1024' },
      "--qualifier: compares what is there already, and can't go with --memory",
    ],
    [{ qualifier: 'live,next', varyEnv: 'LOG=a,b' }, "can't go with --vary-env"],
    [{ qualifier: 'live,next', architecture: 'x86_64,arm64' }, "can't go with --architecture"],
    [{ qualifier: 'live,next', cold: '20' }, "--cold: cold starts can't be forced on versions that exist"],
    [{ qualifier: 'live,next', inPlace: true }, '--in-place: is about settings that are changed'],
    [{ varyEnv: 'LOG' }, '--vary-env: "LOG" has no values; write LOG=a,b'],
    [{ varyEnv: 'LOG=debug' }, '--vary-env: one setting is nothing to compare; name several, as in LOG=a,b'],
    [{ cold: '0', coldBurst: '3' }, '--cold-burst: is about cold starts, and with --cold 0 there are none'],
    [
      { qualifier: 'a,b', coldBurst: '3' },
      '--cold-burst: is about cold starts, and with --qualifier there are',
    ],
    [{ varyEnv: 'LOG=a,a' }, '--vary-env: "a" is named twice'],
    [{ varyEnv: ['LOG=a,b', 'LOG=c,d'] }, '--vary-env: the variable "LOG" is given twice'],
    [{ varyEnv: '_HANDLER=a,b' }, '--vary-env: "_HANDLER" can\'t name an environment variable on Lambda'],
    [{ varyEnv: 'AWS_REGION=a,b' }, '--vary-env: AWS_REGION is set by Lambda for each environment'],
    [{ varyEnv: 'AWS_SECRET_ACCESS_KEY=a,b' }, 'AWS_SECRET_ACCESS_KEY is set by Lambda'],
    [{ varyEnv: 'AWS_LAMBDA_FUNCTION_NAME=a,b' }, 'is set for each environment; choose another name'],
    [
      { memory: Array.from({ length: 101 }, (_, i) => i + 128).join(',') },
      '--memory: 101 settings are too many to compare; name 100 or fewer',
    ],
    [{ memory: ['512,1024', '128'] }, '--memory: is given twice; keep one of them'],
  ])('are refused when they are %j', (flags, complaint) => {
    expect(comparisonComplaints({ flags: { ...aws, ...flags } })).toEqual([
      expect.stringContaining(complaint),
    ])
  })

  it('may be a variable of AWS that functions may set', () => {
    expect(namesOf({ flags: { ...aws, varyEnv: 'AWS_LAMBDA_EXEC_WRAPPER=/opt/a,/opt/b' } })).toHaveLength(2)
  })

  it('of one architecture are on it, and a note says so', () => {
    const { plan: made, notes } = comparison({ flags: { ...aws, memory: '512,1024', architecture: 'arm64' } })
    expect(made.settings).toEqual([
      { name: '512 MB', memoryMb: 512, architecture: 'arm64' },
      { name: '1024 MB', memoryMb: 1_024, architecture: 'arm64' },
    ])
    expect(notes).toEqual(['--architecture: every setting is measured on arm64'])
    expect(namesOf({ flags: { ...aws, architecture: 'arm64' } })).toHaveLength(5)
  })

  it('have the prices of one architecture where nothing changes it', () => {
    const here = comparison({ flags: { ...local, memory: '512,1024', architecture: 'arm64' } }).plan
    expect([here.base.pricing.architecture, here.settings[0]]).toEqual([
      'arm64',
      { name: '512 MB', memoryMb: 512 },
    ])
    const there = comparison({ flags: { ...aws, qualifier: 'live,next', architecture: 'arm64' } }).plan
    expect([there.base.pricing.architecture, there.settings[0]]).toEqual([
      'arm64',
      { name: 'live', qualifier: 'live' },
    ])
    expect(comparisonComplaints({ flags: { ...local, architecture: 'x86_64,arm64' } })).toEqual([
      expect.stringContaining('--architecture: the local Lambda runs on this machine'),
    ])
  })
})

describe('qualifiers', () => {
  it('are compared as they are, with no cold starts', () => {
    expect(comparison({ flags: { ...aws, qualifier: 'live,$LATEST' } }).plan).toMatchObject({
      staging: 'none',
      settings: [{ qualifier: 'live' }, { qualifier: '$LATEST' }],
      design: { cold: 0 },
    })
  })

  it('win over memory that is said further below, and give way to it above', () => {
    const env = { COLDBURST_MEMORY: '256,512', COLDBURST_COLD: '20', COLDBURST_IN_PLACE: 'true' }
    const below = comparison({ flags: { ...aws, qualifier: 'live,next' }, env }).plan
    expect([below.staging, below.settings.length, below.design.cold]).toEqual(['none', 2, 0])
    const profile = 'target: { function: checkout }\ncompare: { qualifier: [live, next] }'
    expect(comparison({ profile, flags: { memory: '512,1024' } }).plan).toMatchObject({
      staging: 'versions',
      design: { cold: 20 },
    })
  })

  it('of a local function are those that it has', () => {
    const flags = { local: 'functions.yaml', function: 'orders', qualifier: 'live,$LATEST' }
    expect(comparison({ flags, files: published }).plan.staging).toBe('none')
    expect(comparisonComplaints({ flags: { ...flags, qualifier: 'live,next' }, files: published })).toEqual([
      '--qualifier: orders has no version or alias "next"; there are $LATEST, 1, live',
    ])
    expect(comparisonComplaints({ flags: { ...local, qualifier: 'live,next' } })).toEqual([
      expect.stringContaining(
        'has no version or alias "live" or "next"; it has $LATEST only, and two are compared: give it an alias in a functions.yaml',
      ),
    ])
  })

  it('are not in the name of a function whose settings are compared', () => {
    const memory = { memory: '512,1024' }
    expect(comparisonComplaints({ flags: { function: 'checkout:live', ...memory } })).toEqual([
      '--function: settings are measured with the code of $LATEST; leave live out, or compare qualifiers with --qualifier live,other',
    ])
    expect(comparisonComplaints({ flags: { function: 'checkout:live', qualifier: 'live,next' } })).toEqual([
      '--function: "live" is one qualifier, and --qualifier names those that are compared; leave it out here',
    ])
    expect(
      comparisonComplaints({
        flags: memory,
        profile: 'target: { function: checkout, qualifier: live, region: eu-west-1 }',
      }),
    ).toEqual([expect.stringMatching(/^nightly\.yaml:1:42: target\.qualifier: settings are measured/)])
    expect(
      comparisonComplaints({
        flags: { local: 'functions.yaml', function: 'orders:live', ...memory },
        files: published,
      }),
    ).toEqual([expect.stringContaining('--function: settings are measured')])
  })

  it('may say $LATEST there, which is what is measured', () => {
    const { target } = comparison({ flags: { function: 'checkout:$LATEST', memory: '512,1024' } }).plan.base
    expect(target).toEqual({ kind: 'lambda', function: 'checkout', logTail: true })
  })
})

describe('--apply', () => {
  const memory = { memory: '512,1024' }

  it('is for a function that is there afterwards, and for settings', () => {
    const apply = { where: '--apply', canAsk: true }
    expect(comparisonComplaints({ flags: { ...aws, ...memory }, apply })).toEqual([])
    expect(comparisonComplaints({ flags: { ...local, ...memory }, apply })).toEqual([
      expect.stringContaining('--apply: changes a function on AWS, and the local Lambda ends'),
    ])
    expect(comparisonComplaints({ flags: { ...aws, qualifier: 'live,next' }, apply })).toEqual([
      '--apply: writes a setting, and qualifiers are compared as they are; leave it out',
    ])
  })

  it('wants somebody to ask, and says so only where asking would help', () => {
    const apply = { where: '--apply', canAsk: false }
    expect(comparisonComplaints({ flags: { ...aws, ...memory }, apply })).toEqual([
      '--apply: asks before it changes the function, and there is no terminal here; add --yes',
    ])
    expect(comparisonComplaints({ flags: { ...local, ...memory }, apply })).toEqual([
      expect.stringContaining('--apply: changes a function on AWS'),
    ])
  })

  it('names an alias that can be one', () => {
    const said = { flags: { ...aws, ...memory } }
    expect(
      comparisonComplaints({ ...said, apply: { where: '--apply-to', alias: 'live', canAsk: true } }),
    ).toEqual([])
    expect(
      comparisonComplaints({ ...said, apply: { where: '--apply-to', alias: '7', canAsk: true } }),
    ).toEqual([expect.stringContaining('--apply-to: "7" can\'t name an alias')])
  })
})

describe('the samples of a comparison', () => {
  const design = (flags: Flags, more: Omit<ComparisonSaid, 'flags'> = {}) =>
    comparison({ flags: { ...aws, memory: '512,1024', ...flags }, ...more }).plan.design

  it('are as many as are said, the cold ones together only as far as there are so many', () => {
    expect(design({ requests: '60', cold: '12', coldBurst: '6' })).toMatchObject({
      warm: 60,
      cold: 12,
      coldPerBlock: 6,
    })
    expect(design({ cold: '3' })).toMatchObject({ cold: 3, coldPerBlock: 3 })
    expect(design({ cold: '0' }).cold).toBe(0)
  })

  it('of cold starts on this machine are no more at once than it has processors', () => {
    const here = { ...local, memory: '512,1024' }
    expect(comparison({ flags: here }).plan.design.coldPerBlock).toBe(2)
    expect(comparison({ flags: here, cpus: 64 }).plan.design.coldPerBlock).toBe(5)
    expect(comparison({ flags: { ...here, coldBurst: '10' } }).plan.design.coldPerBlock).toBe(10)
  })

  it('go on until a percentile is known, to a limit', () => {
    const until = { metric: 'response_time', percentile: 99, within: 0.1 }
    expect(design({ until: 'response_time p99 ±10%' })).toMatchObject({ until, warm: 100, mostWarm: 2_000 })
    expect(design({ until: 'p95 5%', requests: '50', maxRequests: '70' })).toMatchObject({ mostWarm: 70 })
    expect(comparison({ flags: { ...aws, memory: '512,1024', until: 'p95 5%' } }).notes).toEqual([
      'until duration p(95) ±5%: 100 to 2000 warm samples of each setting',
    ])
  })

  it.each<[Flags, string]>([
    [{ requests: '9' }, '--requests: "9" is too small; write 10 or more'],
    [{ cold: 'x' }, '--cold: "x" is not a whole number'],
    [{ coldBurst: '0' }, '--cold-burst: "0" is too small'],
    [{ cold: '4', coldBurst: '5' }, '--cold-burst: 5 at once are more than the 4 that are wanted'],
    [{ maxRequests: '200' }, '--max-requests: goes with --until'],
    [{ until: 'p95 5%', maxRequests: '50' }, '--max-requests: 50 is less than the 100 samples to begin with'],
    [{ weight: '-1' }, '--weight: "-1" is not a share'],
    [{ tolerance: 'x' }, '--tolerance: "x" is not a share; write one such as 20% or 0.2'],
    [{ weight: '0,5' }, '--weight: "0,5" is not a share; write one such as 20% or 0.2'],
    [{ tolerance: '2.5' }, '--tolerance: "2.5" is more than all; write 2.5% or 0.025'],
    [{ weight: '101%' }, '--weight: "101%" is more than all; write one from 0% to 100%, or from 0 to 1'],
    [{ threshold: 'dropped == 0' }, "--threshold: judges a run; write --slo '…'"],
  ])('are refused when they are %j', (flags, complaint) => {
    expect(comparisonComplaints({ flags: { ...aws, memory: '512,1024', ...flags } })).toEqual([
      expect.stringContaining(complaint),
    ])
  })

  it('are left as they are by variables for other commands', () => {
    const env = { COLDBURST_THRESHOLD: 'dropped == 0', COLDBURST_WARMUP: '5x', COLDBURST_MAX_REQUESTS: '200' }
    expect(comparison({ flags: { ...aws, memory: '512,1024' }, env }).plan.base.phases).toHaveLength(1)
  })
})
