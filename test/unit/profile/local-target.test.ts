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
  '/project/code.py': '',
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
      'code.py',
      'is no function that can be run here (only Node handlers and executables named bootstrap are)',
    ],
    ['code.ts', 'compile it to JavaScript first'],
    ['broken/bootstrap', 'is not executable; run chmod +x on it'],
    ['broken', 'is not executable; run chmod +x on it'],
    ['functions.yaml', 'there is nothing at "functions.yaml"'],
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
    }
    const { plan: made, secrets } = plan({ flags, files })
    expect(made.target).toEqual({
      kind: 'local',
      function: 'src',
      functions: [
        {
          name: 'src',
          runtime: 'node',
          codeDir: '/project/src',
          handler: 'orders.main',
          memoryMb: 1_024,
          timeout: 30_000_000,
          envNames: ['STAGE', 'QUERY', 'EMPTY'],
        },
      ],
      accountConcurrency: 10,
      idle: 60_000_000,
      maxEnvironments: 4,
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
      { runtime: 'python3.12' },
      '--runtime: the local Lambda can\'t run "python3.12"; write node or bootstrap',
    ],
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
    ).toEqual(['--handler: is about one function; write it in the functions file'])
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
      expect.stringContaining('functions.yaml:6:13: functions[4].name: two functions are called "four"'),
    ])
    expect(
      complaintsOf({
        flags: { local: 'functions.yaml' },
        files: withFile(text.replace('name: four, dir: src }', 'name: five, dir: src }')),
      }),
    ).toEqual([
      expect.stringContaining('functions.yaml:2:23: functions[0].dir: there is no folder "nowhere"'),
      expect.stringContaining('functions.yaml:3:36: functions[1].memory: "5" is out of range'),
      expect.stringContaining(
        'functions.yaml:3:39: functions[1]: unknown key "handlr"; did you mean "handler"?',
      ),
      expect.stringContaining('functions.yaml:4:5: functions[2]: "name" is missing'),
      expect.stringContaining(
        'functions.yaml:5:38: functions[3].handler: the handler "gone.main" is missing',
      ),
    ])
  })

  it.each([
    ['', 'the file is empty'],
    ['- a', 'found a list; write functions:'],
    ['functions: 5', 'found the number 5'],
    ['functions: []', 'there is no function in it'],
    ['function: []', 'unknown key "function"; did you mean "functions"?'],
    ['Resources: {}', 'this is a CloudFormation template'],
    ['functions: { "a b": { dir: src } }', '"a b" can\'t name a function'],
  ])('says what is wrong with %j', (text, complaint) => {
    expect(complaintsOf({ flags: { local: 'functions.yaml' }, files: withFile(text) })[0]).toContain(
      complaint,
    )
  })
})
