import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Flags } from '../../../lib/profile/flags.ts'
import { parseEmulate } from '../../../lib/profile/parse-emulate.ts'
import { profileWorld } from '../../support/profile-world.ts'

const emulate = (flags: Flags, env = {}) => parseEmulate({ ...profileWorld(), flags, env })

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

  it('does not take a handler without the code it is in', () => {
    expect(() => emulate({ handler: 'a.b' })).toThrow('--handler: is about your own function')
  })
})
