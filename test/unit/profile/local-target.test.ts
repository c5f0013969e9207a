import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { complaints, plan, type Said } from '../../support/profile-world.ts'

const files = {
  '/project/src/index.js': '',
  '/project/src/orders.cjs': '',
  '/project/src/deep/app.mjs': '',
  '/project/native/bootstrap': { text: '#!/bin/sh\n', executable: true },
  '/project/broken/bootstrap': { text: '#!/bin/sh\n' },
  '/project/empty/readme.txt': '',
  '/project/both/index.mjs': '',
  '/project/both/bootstrap': { text: '', executable: true },
  '/project/code.rb': '',
  '/project/snakes/app.py': 'def lambda_handler(event, context):\n    return event\n',
  '/project/snakes/orders.py': 'async def handler(event, context):\n    return event\n',
  '/project/snakes/pkg/__init__.py': '',
  '/project/classic/lambda_function.py': '',
  '/project/build/orders.zip': 'PK\u0003\u0004',
  '/project/build/empty.zip': 'PK\u0005\u0006',
  '/project/build/text.zip': 'hello',
  '/project/build/huge.zip': { text: 'PK\u0003\u0004', bytes: 251 * 2 ** 20 },
  '/bin/node99': { text: '', executable: true },
  '/bin/plain': '',
  '/project/code.ts': '',
}
const targetOf = (flags: Flags) => plan({ flags, files }).plan.target
const complaintsOf = (said: Said) => complaints({ ...said, files: { ...files, ...said.files } })

describe('--local', () => {
  it.each([
    ['src', { name: 'src', runtime: 'node', codeDir: '/project/src', handler: 'index.handler' }],
    ['./src/', { name: 'src', codeDir: '/project/src' }],
    ['/project/src', { codeDir: '/project/src' }],
    ['src/index.js', { name: 'src', codeDir: '/project/src', handler: 'index.handler' }],
    ['src/orders.cjs', { name: 'orders', codeDir: '/project/src', handler: 'orders.handler' }],
    ['src/orders.main', { name: 'orders', codeDir: '/project/src', handler: 'orders.main' }],
    ['src/deep/app.nested.main', { name: 'app', codeDir: '/project/src/deep', handler: 'app.nested.main' }],
    ['native', { name: 'native', runtime: 'bootstrap', codeDir: '/project/native', handler: 'bootstrap' }],
    ['native/bootstrap', { runtime: 'bootstrap', codeDir: '/project/native' }],
    ['both', { runtime: 'node' }],
    ['cpu', { name: 'cpu', codeDir: '/package/profiles/functions/cpu' }],
    ['snakes', { name: 'snakes', runtime: 'python', handler: 'app.lambda_handler' }],
    ['classic', { name: 'classic', runtime: 'python', handler: 'lambda_function.lambda_handler' }],
    ['snakes/app.py', { name: 'snakes', runtime: 'python', handler: 'app.lambda_handler' }],
    ['snakes/orders.py', { name: 'orders', runtime: 'python', handler: 'orders.handler' }],
    ['snakes/orders.other', { name: 'orders', runtime: 'python', handler: 'orders.other' }],
    ['build/orders.zip', { name: 'orders', runtime: 'node', codeZip: '/project/build/orders.zip' }],
  ])('finds the function at %s', (local, fn) => {
    const target = targetOf({ local })
    expect(target).toMatchObject({ kind: 'local', functions: [{ memoryMb: 128, timeout: 3_000_000, ...fn }] })
    expect(target.kind === 'local' && target.functions.map(({ name }) => name)).toEqual([target.function])
  })

  it('prefers a folder of the user to a sample of the same name', () => {
    const target = plan({ flags: { local: 'hello' }, files: { '/project/hello/index.mjs': '' } }).plan.target
    expect(target).toMatchObject({ functions: [{ codeDir: '/project/hello' }] })
  })

  it.each([
    ['nowhere', 'there is nothing at "nowhere"'],
    ['helo', 'did you mean "hello"?'],
    [
      'empty',
      'the handler "index.handler" is missing: there is no index.mjs, index.js or index.cjs in "/project/empty"',
    ],
    ['src/other.handler', 'there is nothing at "src/other.handler"'],
    [
      'code.rb',
      'is no function that can be run here (only Node and Python handlers and executables named bootstrap are)',
    ],
    ['code.ts', 'compile it to JavaScript first'],
    ['broken/bootstrap', 'is not executable; run chmod +x on it'],
    ['broken', 'is not executable; run chmod +x on it'],
    ['functions.yaml', 'there is nothing at "functions.yaml"'],
    ['build/empty.zip', '"build/empty.zip" is a zip file with nothing in it'],
    ['build/text.zip', '"build/text.zip" is not a zip file'],
    ['build/huge.zip', '"build/huge.zip" is larger than 250 MB'],
  ])('says what is wrong with %s', (local, complaint) => {
    expect(complaintsOf({ flags: { local } })).toEqual([expect.stringContaining(complaint)])
  })

  it('takes memory, timeout, handler, environment and limits from their flags', () => {
    const flags = {
      local: 'src',
      memory: '1GB',
      functionTimeout: '30s',
      handler: 'orders.main',
      env: ['STAGE=test', 'QUERY=a=b', 'EMPTY='],
      accountConcurrency: '10',
      idle: '1m',
      maxEnvironments: '4',
      ephemeralStorage: '1GB',
      reservedConcurrency: '8',
      provisionedConcurrency: '2',
      scalingRate: '50',
      idleJitter: '20%',
      lifetime: '2h',
      lifetimeJitter: '0.1',
      proactiveInit: '50%',
      placementDelay: '110ms',
      mechanism: 'cpu=off,tmp=check',
      runtimeBinary: '/bin/node99',
    }
    const { plan: made, secrets } = plan({ flags, files })
    expect(made.target).toEqual({
      kind: 'local',
      function: 'src',
      functions: [
        {
          name: 'src',
          runtime: 'node',
          runtimeBinary: '/bin/node99',
          codeDir: '/project/src',
          handler: 'orders.main',
          memoryMb: 1_024,
          timeout: 30_000_000,
          envNames: ['STAGE', 'QUERY', 'EMPTY'],
          ephemeralStorageMb: 1_024,
          reservedConcurrency: 8,
          alias: 'live',
          provisionedConcurrency: 2,
        },
      ],
      qualifier: 'live',
      accountConcurrency: 10,
      scalingRate: 50,
      idle: 60_000_000,
      idleJitter: 0.2,
      lifetime: 7_200_000_000,
      lifetimeJitter: 0.1,
      proactiveInit: 0.5,
      placementDelay: 110_000,
      maxEnvironments: 4,
      mechanisms: { cpu: 'off', memory: 'auto', tmp: 'check' },
    })
    expect(secrets.environment).toEqual({ src: { STAGE: 'test', QUERY: 'a=b', EMPTY: '' } })
  })

  it('keeps the values of environment variables out of the plan', () => {
    const { plan: made } = plan({ flags: { local: 'src', env: ['TOKEN=hunter2'] }, files })
    expect(JSON.stringify(made)).not.toContain('hunter2')
  })

  it.each<[Flags, string]>([
    [{ memory: '64' }, '--memory: "64" is out of range; write 128 to 10240 MB'],
    [
      { functionTimeout: '20m' },
      '--function-timeout: "20m" is out of range; write a duration from 1s to 900s',
    ],
    [{ idle: '25d' }, '--idle: "25d" is out of range; write a duration from 1ms to 24d'],
    [{ handler: 'index' }, '--handler: "index" is not a handler; write file.export'],
    [{ handler: 'index.js' }, '--handler: "index.js" names a file; write its export too: index.handler'],
    [
      { handler: '../fn/index.handler' },
      '--handler: the handler "../fn/index.handler" is outside of its folder',
    ],
    [{ handler: 'missing.main' }, '--handler: the handler "missing.main" is missing'],
    [
      { runtime: 'java21' },
      '--runtime: the local Lambda can\'t run "java21"; write node, python or bootstrap',
    ],
    [
      { runtime: 'python3.12' },
      '--runtime: the handler "lambda_function.lambda_handler" is missing: there is no lambda_function.py',
    ],
    [
      { runtime: 'python', handler: 'app.py' },
      '--handler: "app.py" names a file; write its export too: app.lambda_handler',
    ],
    [
      { runtimeBinary: '/nowhere' },
      '--runtime-binary: there is nothing at "/nowhere"; write the path of a node',
    ],
    [{ runtimeBinary: '/bin/plain' }, '--runtime-binary: "/bin/plain" is not an executable file'],
    [{ ephemeralStorage: '128' }, '--ephemeral-storage: "128" is out of range; write 512 to 10240 MB'],
    [{ reservedConcurrency: 'x' }, '--reserved-concurrency: "x" is not a whole number'],
    [{ provisionedConcurrency: '0' }, '--provisioned-concurrency: "0" is too small; write 1 or more'],
    [
      { provisionedConcurrency: '5', reservedConcurrency: '4' },
      '--provisioned-concurrency: 5 is more than the reserved concurrency of "src", 4',
    ],
    [
      { reservedConcurrency: '11', accountConcurrency: '10' },
      '--account-concurrency: 10 is less than what functions reserve, 11',
    ],
    [{ scalingRate: '0' }, '--scaling-rate: "0" is too small'],
    [
      { idleJitter: '120%' },
      '--idle-jitter: "120%" is more than all; write one from 0% to 100%, or from 0 to 1',
    ],
    [{ lifetimeJitter: 'much' }, '--lifetime-jitter: "much" is not a share; write one such as 20% or 0.2'],
    [{ lifetime: '2' }, '--lifetime: "2" has no unit; write 2s or 2ms'],
    [{ proactiveInit: '5' }, '--proactive-init: "5" is more than all; write 5% or 0.05'],
    [{ placementDelay: '2m' }, '--placement-delay: "2m" is out of range; write a duration from 0s to 60s'],
    [{ mechanism: 'off' }, '--mechanism: "off" names no mechanism; write one such as cpu=off'],
    [
      { mechanism: 'cpu=none' },
      '--mechanism: cpu: "none" is not known here; write auto, quota, closed-loop or off',
    ],
    [{ mechanism: 'cpu=off,cpu=auto' }, '--mechanism: cpu is given twice'],
    [{ mechanism: '__proto__=x' }, '--mechanism: "__proto__=x" names no mechanism'],
    [{ runtime: 'bootstrap' }, '--runtime: there is no executable named bootstrap in "/project/src"'],
    [{ env: ['A'] }, '--env: "A" has no value; write NAME=value'],
    [{ env: ['AB=1', 'AB=2'] }, '--env: the variable "AB" is given twice'],
    [{ env: ['1A=1'] }, '--env: "1A" can\'t name an environment variable'],
    [
      { env: ['AWS_LAMBDA_RUNTIME_API=x'] },
      '--env: the variable "AWS_LAMBDA_RUNTIME_API" is set for each environment',
    ],
    [{ accountConcurrency: '0' }, '--account-concurrency: "0" is too small'],
    [{ idle: '0s' }, '--idle: "0s" is no time at all'],
    [{ region: 'us-east-1' }, '--region: is about a Lambda function, and the target is a local one'],
    [{ logTail: false }, '--no-log-tail: is about a Lambda function'],
  ])('refuses %j', (flags, complaint) => {
    expect(complaintsOf({ flags: { local: 'src', ...flags } })).toEqual([expect.stringContaining(complaint)])
  })
})

describe('a local function in a profile', () => {
  it('is relative to the folder of the profile and gives way to flags key by key', () => {
    const profile = 'target: { local: ../code/fn, memory: 256, timeout: 5s, env: { AB: one, CD: 2 } }'
    const { plan: made, secrets } = plan({
      profile,
      flags: { memory: '512', env: ['AB=three'] },
      files: { '/code/fn/index.mjs': '' },
    })
    expect(made.target).toMatchObject({
      functions: [{ codeDir: '/code/fn', memoryMb: 512, timeout: 5_000_000, envNames: ['AB', 'CD'] }],
    })
    expect(secrets.environment).toEqual({ fn: { AB: 'three', CD: '2' } })
  })

  it('says how the local Lambda is to be, and gives way to flags and variables', () => {
    const profile = `target:
  local: src
  ephemeralStorage: 2GB
  reserved: 20
  provisioned: 3
  scalingRate: 100
  idleJitter: 20%
  lifetime: 2h
  lifetimeJitter: 0.1
  proactiveInit: 50%
  placementDelay: 110ms
  mechanisms: { cpu: off, memory: watch }
  binary: bin/node
`
    const world = { ...files, '/project/bin/node': { text: '', executable: true } }
    const { plan: made } = plan({
      profile,
      flags: { mechanism: 'cpu=closed-loop', reservedConcurrency: '30' },
      env: { COLDBURST_SCALING_RATE: '50' },
      files: world,
    })
    expect(made.target).toMatchObject({
      qualifier: 'live',
      functions: [
        {
          ephemeralStorageMb: 2_048,
          reservedConcurrency: 30,
          provisionedConcurrency: 3,
          runtimeBinary: '/project/bin/node',
        },
      ],
      scalingRate: 50,
      idleJitter: 0.2,
      lifetime: 7_200_000_000,
      lifetimeJitter: 0.1,
      proactiveInit: 0.5,
      placementDelay: 110_000,
      mechanisms: { cpu: 'closed-loop', memory: 'watch', tmp: 'auto' },
    })
  })

  it.each([
    ['reserved: -1', ':1:33: target.reserved: "-1" is too small'],
    ['provisioned: 0', 'target.provisioned: "0" is too small'],
    ['idleJitter: 5', 'target.idleJitter: "5" is more than all'],
    ['placementDelay: 5', 'target.placementDelay: "5" has no unit'],
    [
      'mechanisms: { cpu: none }',
      ':1:42: target.mechanisms.cpu: found "none"; write auto, quota, closed-loop or off',
    ],
    ['mechanisms: { disk: off }', 'unknown key "disk"'],
    ['runtime: ruby', 'target.runtime: found "ruby"; write node, python or bootstrap'],
    ['function: x, region: us-east-1, lifetime: 2h', 'target.region: is about a Lambda function'],
  ])('says what is wrong with %s', (key, complaint) => {
    expect(complaintsOf({ profile: `target: { local: src, ${key} }` }).join('\n')).toContain(complaint)
  })

  it('does not lend its handler to the function of a flag', () => {
    const { plan: made } = plan({
      profile: 'target: { local: src, handler: orders.main, memory: 512 }',
      flags: { local: 'fn' },
      files,
    })
    expect(made.target).toMatchObject({ functions: [{ handler: 'index.handler', memoryMb: 512 }] })
  })

  it('has no keys of a Lambda function', () => {
    expect(complaintsOf({ profile: 'target: { local: src, region: us-east-1 }' })).toEqual([
      expect.stringContaining('nightly.yaml:1:31: target.region: is about a Lambda function'),
    ])
  })

  it('is the sample when only its memory is said', () => {
    expect(plan({ profile: 'target: { memory: 256 }' }).plan.target).toMatchObject({
      function: 'hello',
      functions: [{ memoryMb: 256 }],
    })
  })
})

describe('a functions file', () => {
  const list = `functions:
  - { name: orders, dir: src, handler: orders.main, memory: 256, env: { STAGE: test } }
  - { name: native, dir: native }
`
  const withFile = (text: string) => ({ ...files, '/project/functions.yaml': text })

  it('gives all functions and fires at the first', () => {
    const { plan: made, secrets } = plan({ flags: { local: 'functions.yaml' }, files: withFile(list) })
    expect(made.target).toMatchObject({
      function: 'orders',
      functions: [
        { name: 'orders', handler: 'orders.main', memoryMb: 256, envNames: ['STAGE'] },
        { name: 'native', runtime: 'bootstrap' },
      ],
    })
    expect(secrets.environment).toEqual({ orders: { STAGE: 'test' }, native: {} })
  })

  it('may be a mapping by name', () => {
    const text = 'functions: { one: { dir: src }, two: { dir: native } }'
    const { plan: made } = plan({ flags: { local: 'functions.yaml' }, files: withFile(text) })
    expect(made.target).toMatchObject({ functions: [{ name: 'one' }, { name: 'two' }] })
  })

  it('is chosen from by --function, which is a local name then', () => {
    const flags = { local: 'functions.yaml', function: 'native' }
    expect(plan({ flags, files: withFile(list) }).plan.target.function).toBe('native')
    const profile = 'target: { local: functions.yaml }'
    expect(plan({ profile, flags: { function: 'native' }, files: withFile(list) }).plan.target.function).toBe(
      'native',
    )
    expect(complaintsOf({ flags: { ...flags, function: 'nativ' }, files: withFile(list) })).toEqual([
      '--function: "nativ" is not in the functions file; write orders or native',
    ])
  })

  it('gives way to memory, timeout and environment of flags, and leaves handlers to itself', () => {
    const { plan: made } = plan({ flags: { local: 'functions.yaml', memory: '512' }, files: withFile(list) })
    expect(made.target).toMatchObject({ functions: [{ memoryMb: 512 }, { memoryMb: 512 }] })
    expect(
      complaintsOf({ flags: { local: 'functions.yaml', handler: 'a.b' }, files: withFile(list) }),
    ).toEqual(['--handler: is about one function; write it in the file that lists them'])
  })

  it('tells all its mistakes with their places', () => {
    const text = `functions:
  - { name: one, dir: nowhere }
  - { name: two, dir: src, memory: 5, handlr: x }
  - { dir: src }
  - { name: four, dir: src, handler: gone.main }
  - { name: four, dir: src }
`
    expect(complaintsOf({ flags: { local: 'functions.yaml' }, files: withFile(text) })).toEqual([
      expect.stringContaining('functions.yaml:2:23: functions[0].dir: there is no folder "nowhere"'),
      expect.stringContaining('functions.yaml:3:36: functions[1].memory: "5" is out of range'),
      expect.stringContaining(
        'functions.yaml:3:39: functions[1]: unknown key "handlr"; did you mean "handler"?',
      ),
      expect.stringContaining('functions.yaml:4:5: functions[2]: "name" is missing'),
      expect.stringContaining(
        'functions.yaml:5:38: functions[3].handler: the handler "gone.main" is missing',
      ),
      expect.stringContaining('functions.yaml:6:13: functions[4].name: two functions are called "four"'),
    ])
  })

  it.each([
    ['', 'the file is empty'],
    ['- a', 'found a list; write functions:'],
    ['functions: 5', 'found the number 5'],
    ['functions: []', 'there is no function in it'],
    ['function: []', 'unknown key "function"; did you mean "functions"?'],
    ['Resources: {}', 'there is no AWS::Serverless::Function in it'],
    ['functions: { "a b": { dir: src } }', '"a b" can\'t name a function'],
  ])('says what is wrong with %j', (text, complaint) => {
    expect(complaintsOf({ flags: { local: 'functions.yaml' }, files: withFile(text) })[0]).toContain(
      complaint,
    )
  })
})
