import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { complaints, plan, type Said } from '../../support/profile-world.ts'

const said = (text: string, flags: Flags = {}): Said => ({
  flags: { local: 'functions.yaml', burst: '1', ...flags },
  files: {
    '/project/src/index.mjs': '',
    '/project/build/a.zip': 'PK\u0003\u0004',
    '/project/bin/node': { text: '', executable: true },
    '/project/functions.yaml': text,
  },
})
const targetOf = (text: string, flags: Flags = {}) => plan(said(text, flags)).plan.target
const one = (more: string) => `functions: [{ name: one, dir: src, ${more} }]`

describe('a function of a functions file', () => {
  it('says its storage, concurrency, alias, URL and the binary that runs it', () => {
    const text = one(
      'ephemeralStorage: 1GB, reserved: 10, alias: blue, provisioned: 2, url: { port: 9100, mode: stream }, binary: bin/node',
    )
    expect(targetOf(text)).toMatchObject({
      qualifier: 'blue',
      functions: [
        {
          ephemeralStorageMb: 1_024,
          reservedConcurrency: 10,
          alias: 'blue',
          provisionedConcurrency: 2,
          url: { port: 9_100, mode: 'stream' },
          runtimeBinary: '/project/bin/node',
        },
      ],
    })
  })

  it('has its URL on any free port, when it only has one', () => {
    expect(targetOf(one('url: true'))).toMatchObject({ functions: [{ url: { port: 0, mode: 'buffered' } }] })
    expect(targetOf(one('url: false'))).not.toMatchObject({ functions: [{ url: {} }] })
  })

  it('is published as live when only its provisioned concurrency is said', () => {
    expect(targetOf(one('provisioned: 2'))).toMatchObject({
      qualifier: 'live',
      functions: [{ alias: 'live' }],
    })
  })

  it('can have its code in a zip file', () => {
    expect(targetOf('functions: [{ name: one, zip: build/a.zip }]')).toMatchObject({
      functions: [{ codeZip: '/project/build/a.zip', runtime: 'node', handler: 'index.handler' }],
    })
  })

  it('is fired at by the version, alias or none that is named', () => {
    const text = one('alias: blue')
    expect(targetOf(text, { function: 'one:1' })).toMatchObject({ function: 'one', qualifier: '1' })
    expect(targetOf(text, { function: 'one:$LATEST' })).not.toHaveProperty('qualifier')
    expect(complaints(said(text, { function: 'one:green' }))).toEqual([
      '--function: "green" is no version or alias of one; write $LATEST, 1 or blue',
    ])
  })

  it('is the first of several, and that is said', () => {
    const text = 'functions: [{ name: one, dir: src }, { name: two, dir: src }]'
    expect(plan(said(text)).notes).toEqual([
      'fires at one, the first of 2 functions; --function chooses another',
    ])
    expect(plan(said(text, { function: 'two' })).notes).toEqual([])
  })

  it.each([
    [
      'functions: [{ name: one }]',
      ':1:13: functions[0]: has no code; write one of dir: FOLDER, zip: FILE and simulate',
    ],
    [one('zip: build/a.zip'), 'functions[0]: has dir and zip; write one of'],
    ['functions: [{ name: one, zip: src }]', ':1:31: functions[0].zip: "src" is a folder'],
    ['functions: [{ name: one, zip: gone.zip }]', 'there is no file "gone.zip"'],
    [one('alias: 12'), 'functions[0].alias: "12" can\'t name an alias'],
    [one('url: { port: 70000 }'), 'functions[0].url.port: "70000" is too large'],
    [one('url: { mode: fast }'), 'functions[0].url.mode: found "fast"; write buffered or stream'],
    [one('url: { prt: 1 }'), 'functions[0].url.prt: is no key that is known here'],
    [one('url: sometimes'), 'functions[0].url: found "sometimes"; write true or false'],
    [
      one('reserved: 1, provisioned: 2'),
      ':1:62: functions[0].provisioned: 2 is more than the reserved concurrency',
    ],
    [one('binary: gone'), 'functions[0].binary: there is nothing at "gone"'],
    [one('ephemeralStorage: 20GB'), '"20GB" is out of range; write 512 to 10240 MB'],
    [one('reserved: 2000'), '--account-concurrency: 1000 is less than what functions reserve, 2000'],
  ])('says what is wrong with %s', (text, complaint) => {
    expect(complaints(said(text)).join('\n')).toContain(complaint)
  })
})

const simulated = (model: string) => `functions: [{ name: one, simulate: ${model} }]`

describe('a simulated function', () => {
  it('is a model of its times, memory and failures', () => {
    const text = simulated(`{
      seed: 7,
      init: { median: 100ms, p99: 400ms },
      work: { compute: { from: 8ms, to: 14ms }, wait: [1ms, 2ms, 0s] },
      memoryUsed: { base: 80MB, perInvocation: 0.5MB },
      failures: { error: 1%, timeout: 0.001 },
      responseBytes: 2KB }`)
    expect(targetOf(text)).toMatchObject({
      functions: [
        {
          runtime: 'simulated',
          model: {
            seed: 7,
            init: { kind: 'lognormal', median: 100_000, p99: 400_000 },
            work: {
              kind: 'share',
              compute: { kind: 'uniform', from: 8_000, to: 14_000 },
              wait: { kind: 'samples', times: [1_000, 2_000, 0] },
            },
            memoryUsed: { baseMb: 80, perInvocationMb: 0.5 },
            failures: { error: 0.01, exit: 0, timeout: 0.001, outOfMemory: 0, init: 0 },
            responseBytes: 2_048,
          },
        },
      ],
    })
  })

  it('may be measured, at memory settings in any order', () => {
    const text = simulated(
      '{ init: 300ms, work: { measured: [{ memory: 512, duration: 283.44ms }, { memory: 128, duration: 1s, init: 5ms }] } }',
    )
    expect(targetOf(text)).toMatchObject({
      functions: [
        {
          model: {
            work: {
              kind: 'measured',
              points: [
                { memoryMb: 128, duration: { kind: 'constant', time: 1_000_000 }, init: { time: 5_000 } },
                { memoryMb: 512, duration: { kind: 'constant', time: 283_440 } },
              ],
            },
          },
        },
      ],
    })
  })

  it('needs no more than its INIT and its work', () => {
    expect(targetOf(simulated('{ init: 0s, work: { wait: 5ms } }'))).toMatchObject({
      functions: [{ model: { work: { compute: { kind: 'constant', time: 0 } } } }],
    })
  })

  it.each([
    ['{ work: { wait: 5ms } }', 'functions[0].simulate: "init" is missing; write a duration such as 120ms'],
    ['{ init: 5ms }', 'functions[0].simulate: "work" is missing'],
    ['{ init: 5, work: {} }', 'functions[0].simulate.init: "5" has no unit; write 5s or 5ms'],
    [
      '{ init: { from: 9ms, to: 5ms }, work: {} }',
      'functions[0].simulate.init.to: is less than "from"; swap them',
    ],
    ['{ init: { from: 9ms }, work: {} }', 'functions[0].simulate.init: "to" is missing; write to: 120ms'],
    ['{ init: { mean: 9ms }, work: {} }', 'functions[0].simulate.init.mean: is no key that is known here'],
    ['{ init: { median: 9ms, p99: 5ms }, work: {} }', 'simulate.init.p99: is less than the median'],
    ['{ init: { median: 0s, p99: 5ms }, work: {} }', 'simulate.init.median: must be more than nothing'],
    ['{ init: [], work: {} }', 'functions[0].simulate.init: is an empty list'],
    ['{ init: [5ms, x], work: {} }', 'functions[0].simulate.init[1]: "x" is not a duration'],
    ['{ init: 16m, work: {} }', '"16m" is out of range; write a duration from 0s to 900s'],
    [
      '{ init: 1s, work: 5ms }',
      'functions[0].simulate.work: found "5ms"; write work: { compute: 60ms, wait: 20ms }',
    ],
    ['{ init: 1s, work: { measured: [] } }', 'simulate.work.measured: is an empty list'],
    ['{ init: 1s, work: { measured: [{ memory: 128 }] } }', 'work.measured[0]: "duration" is missing'],
    [
      '{ init: 1s, work: { measured: [{ memory: 128, duration: 1s }, { memory: 128MB, duration: 2s }] } }',
      'simulate.work.measured: names one memory setting twice',
    ],
    [
      '{ init: 1s, work: {}, failures: { error: 60%, exit: 50% } }',
      'failures: end more than all invocations',
    ],
    ['{ init: 1s, work: {}, failures: { error: 110% } }', '"110%" is more than all'],
    ['{ init: 1s, work: {}, memoryUsed: lots }', 'memoryUsed: "lots" is not a size; write one such as 80MB'],
    ['{ init: 1s, work: {}, responseBytes: 7MB }', '"7MB" is out of range; write 6MB or less'],
    ['{ init: 1s, work: {}, sede: 5 }', 'unknown key "sede"'],
    ['{ init: 1s, work: {}, seed: 1.5 }', '"1.5" is not a whole number'],
  ])('says what is wrong with %s', (model, complaint) => {
    const found = complaints(said(simulated(model))).join('\n')
    expect(found).toContain('functions.yaml:1:')
    expect(found).toContain(complaint)
  })

  it('has no handler, runtime or binary', () => {
    const text = 'functions: [{ name: one, handler: a.b, runtime: node, simulate: { init: 1s, work: {} } }]'
    expect(complaints(said(text))).toEqual([
      expect.stringContaining('functions[0].handler: is about a process, and this function is simulated'),
      expect.stringContaining('functions[0].runtime: is about a process'),
    ])
  })
})
