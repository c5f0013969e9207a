import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Flags } from '../../../lib/profile/flags.ts'
import { parseEmulate } from '../../../lib/profile/parse-emulate.ts'
import { profileWorld } from '../../support/profile-world.ts'

const emulate = (flags: Flags, env = {}, yes = false) => parseEmulate({ ...profileWorld(), flags, env, yes })

describe('what is emulated', () => {
  it('are the samples when nothing is named', () => {
    expect(emulate({ memory: '256' })).toMatchObject({
      functions: [
        { name: 'hello', memoryMb: 256 },
        { name: 'cpu', memoryMb: 256 },
        { name: 'leaky', memoryMb: 256 },
      ],
      environment: { hello: {}, cpu: {}, leaky: {} },
      accountConcurrency: 1_000,
      idle: 300_000_000,
      port: 0,
    })
  })

  it('is the function that is named, with its flags', () => {
    expect(
      emulate({ local: 'fn', env: 'AB=1', concurrency: '5', port: '9001', maxEnvironments: '7' }),
    ).toMatchObject({
      functions: [{ name: 'fn', codeDir: '/project/fn', envNames: ['AB'] }],
      environment: { fn: { AB: '1' } },
      accountConcurrency: 5,
      maxEnvironments: 7,
      port: 9_001,
    })
  })

  it('tells all that is wrong at once', () => {
    try {
      emulate({ local: 'gone', port: '70000', memory: '1', concurrency: '0' })
      expect.unreachable()
    } catch (error) {
      const where = error instanceof UsageError ? error.problems.map((problem) => problem.where) : error
      expect(where).toEqual(['--port', '--account-concurrency', '--memory', '--local'])
    }
  })

  it('is on loopback unless another address is agreed to', () => {
    expect(emulate({})).toMatchObject({ host: '127.0.0.1', open: false })
    expect(emulate({ host: 'localhost' })).toMatchObject({ host: '127.0.0.1', open: false })
    expect(emulate({ host: '127.0.0.9' })).toMatchObject({ host: '127.0.0.9', open: false })
    expect(emulate({ host: '::1' })).toMatchObject({ host: '::1', open: false })
    expect(emulate({ host: '0.0.0.0' }, {}, true)).toMatchObject({ host: '0.0.0.0', open: true })
  })

  it.each(['0.0.0.0', '192.168.1.5', '::', '2001:db8::1'])('asks before it listens on %s', (host) => {
    expect(() => emulate({ host })).toThrow(
      `--host: ${host} lets other machines run these functions, with your rights and unasked; add --yes if they may`,
    )
  })

  it.each(['example.com', '', '127.0.0.1:80', '300.1.1.1'])('does not listen on %j', (host) => {
    expect(() => emulate({ host }, {}, true)).toThrow('is not an address of this machine')
  })

  it('is one function of a file, when only that is to be served', () => {
    const text = 'functions: [{ name: one, dir: fn }, { name: two, dir: fn }]'
    const served = (flags: Flags, env = {}) =>
      parseEmulate({ ...profileWorld({ '/project/functions.yaml': text }), flags, env })
    const names = (plan: ReturnType<typeof served>) => plan.functions.map(({ name }) => name)
    expect(names(served({ local: 'functions.yaml' }))).toEqual(['one', 'two'])
    expect(names(served({ local: 'functions.yaml', function: 'two' }))).toEqual(['two'])
    // The variable is there for runs.
    expect(names(served({ local: 'functions.yaml' }, { COLDBURST_FUNCTION: 'checkout' }))).toEqual([
      'one',
      'two',
    ])
  })

  it('takes how long updates last, within what the local Lambda can wait', () => {
    expect(emulate({ updateDelay: '2s', drain: '0s' })).toMatchObject({ updateDelay: 2_000_000, drain: 0 })
    expect(() => emulate({ updateDelay: '6m', drain: 'soon' })).toThrow(
      /--update-delay: "6m" is out of range; write a duration from 0s to 300s(.|\n)*--drain: "soon" is not a duration/,
    )
  })

  it('does not take a handler without the code it is in', () => {
    expect(() => emulate({ handler: 'a.b' })).toThrow('--handler: is about your own function')
  })
})
