import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { applyRecommended } from '../../../cli/apply-recommended.ts'
import { createOutput } from '../../../cli/context.ts'
import { type ExitCode, exitCodes } from '../../../cli/exit-codes.ts'
import { nothingFiredLines } from '../../../cli/nothing-fired.ts'
import type { Comparison } from '../../../lib/model/comparison.ts'
import type { ComparisonState } from '../../../lib/store/comparison-folder.ts'
import { sweep } from '../../fixtures/example-comparison.ts'
import { functionArn } from '../../support/fake-lambda/configuration.ts'
import { startFakeLambda } from '../../support/fake-lambda/fake-lambda.ts'
import { KeptStream } from '../../support/stream.ts'

const state: ComparisonState = {
  schema: 'coldburst/comparison-state@1',
  ended: 'completed',
  durationMs: 1,
  skipped: [],
  givenUp: [],
  cutShort: [],
  faults: [],
  calls: 3,
  putBack: { kind: 'nothing-changed' },
}

describe('what is said where nothing was fired', () => {
  it('is why', () => {
    const skipped = [{ setting: '4096 MB', why: "the quota is 3008 MB'" }]
    expect(nothingFiredLines({ ...state, skipped, faults: ['f was changed'] })).toEqual([
      "4096 MB was skipped: the quota is 3008 MB'",
      'f was changed',
      'nothing was fired, so there is nothing to report',
    ])
  })

  it('is that everything is put back, where something was changed', () => {
    const putBack = { kind: 'put-back', versionsDeleted: 2, aliasesDeleted: 0 } as const
    expect(nothingFiredLines({ ...state, putBack })).toEqual([
      'everything that was changed is put back',
      'nothing was fired, so there is nothing to report',
    ])
  })

  it('is that the function is gone', () => {
    expect(nothingFiredLines({ ...state, putBack: { kind: 'function-deleted' } })).toEqual([
      'the function has been deleted meanwhile',
      'nothing was fired, so there is nothing to report',
    ])
  })

  it.each([
    ['127.0.0.1:9', true],
    ['::1:9', true],
    ['10.0.0.1:9', false],
  ])('is what would listen, where nothing does at %s: %s', (address, here) => {
    const [line = ''] = nothingFiredLines({ ...state, faults: [`X failed: connect ECONNREFUSED ${address}`] })
    expect(line.includes('; nothing listens there, and coldburst emulate starts a local Lambda')).toBe(here)
  })

  it('is what could not be put back, without what terminals obey', () => {
    const putBack = { kind: 'left', why: 'refused \u001b[31m', journal: '/j/f.json' } as const
    const [line = ''] = nothingFiredLines({ ...state, putBack })
    expect(line).toMatch(/^not everything could be put back: refused .*\(\/j\/f\.json\)$/)
    expect(line).not.toContain('\u001b')
  })
})

describe('--apply', () => {
  const example = sweep()
  const target = { kind: 'lambda', function: 'orders', logTail: true } as const
  const recommending = { ...example, plan: { ...example.plan, base: { ...example.plan.base, target } } }

  async function applied(
    code: ExitCode,
    answer: string | undefined,
    comparison: Comparison = recommending,
    alias: { readonly applyTo?: string; readonly newAlias?: string } = {},
  ) {
    const err = new KeptStream()
    const asked: string[] = []
    const context = {
      err: createOutput(err, {}, false),
      async ask(question: string) {
        asked.push(question)
        return answer
      },
      onSignal: () => () => undefined,
    }
    const { trouble } = await applyRecommended(comparison, { yes: false, code, ...alias }, context)
    return { trouble, asked, said: err.text }
  }

  /** An endpoint where every function has this configuration. */
  async function endpointOf(configuration: object): Promise<string> {
    const server = createServer((_, response) => void response.end(JSON.stringify(configuration)))
    onTestFinished(() => void server.close())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('does nothing, and says so, where the comparison is invalid or nothing is recommended', async () => {
    for (const code of [exitCodes.invalid, exitCodes.inconclusive]) {
      const { asked, said } = await applied(code, 'y')
      expect(asked).toEqual([])
      expect(said).toContain('Nothing is applied')
    }
  })

  it.each([['n'], [''], ['yess'], [undefined]])('asks, and takes %j for a no', async (answer) => {
    const { trouble, asked, said } = await applied(exitCodes.passed, answer)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toBe('Set orders from 128 MB to 1769 MB? [y/N] ')
    expect(said).toBe('Nothing is applied.\n')
    expect(trouble).toBeUndefined()
  })

  it('says that nothing is applied to who ends the process at the question, and which signal that was', async () => {
    const err = new KeptStream()
    let listener: ((signal: NodeJS.Signals) => void) | undefined
    const context = {
      err: createOutput(err, {}, false),
      async ask(_: string, givenUp?: AbortSignal) {
        listener?.('SIGINT')
        return givenUp?.aborted === true ? undefined : 'y'
      },
      onSignal(heard: (signal: NodeJS.Signals) => void) {
        listener = heard
        return () => void (listener = undefined)
      },
    }
    const wishes = { yes: false, code: exitCodes.passed }
    expect(await applyRecommended(recommending, wishes, context)).toEqual({ signal: 'SIGINT' })
    expect(err.text).toBe('Nothing is applied.\n')
    expect(listener).toBeUndefined()
  })

  it('asks, too, whether the alias that is to stand for it shall be made', async () => {
    const { passed } = exitCodes
    const there = await applied(passed, 'n', recommending, { applyTo: 'live' })
    expect(there.asked[0]).toBe(
      'Set orders from 128 MB to 1769 MB, publish that as a version, and point the alias live at it? [y/N] ',
    )
    const made = await applied(passed, 'n', recommending, { applyTo: 'nolive', newAlias: 'nolive' })
    expect(made.asked[0]).toMatch(/, publish that as a version, and make the alias nolive for it\? /)
  })

  it('asks nothing where the function has what is recommended already', async () => {
    const { recommendation, settings } = recommending
    const name = recommendation.kind === 'recommended' ? recommendation.setting : ''
    const there = settings.find(({ setting }) => setting.name === name)?.setting.memoryMb
    const same = { ...recommending, target: { ...recommending.target, memoryMb: there! } }
    const { asked, said } = await applied(exitCodes.passed, 'y', same)
    expect(asked).toEqual([])
    expect(said).toBe(`Nothing is applied: orders has ${name} already.\n`)
  })

  it('says what it has done, and how to go back, where it can’t go on', async () => {
    const fake = await startFakeLambda()
    fake.hook = {
      before: ({ operation }) => {
        if (operation === 'CreateAlias') fake.fn.aliases.create({ Name: 'fresh', FunctionVersion: '4' })
      },
    }
    const { plan } = recommending
    const at = { ...target, function: 'demo', endpoint: fake.endpoint, region: 'us-east-1' }
    const base = { ...plan.base, target: at }
    const comparison = {
      ...recommending,
      plan: { ...plan, base, settings: [{ name: 'large', memoryMb: 2_048 }] },
    }
    const recommendation = {
      ...comparison.recommendation,
      setting: 'large',
    } as typeof comparison.recommendation
    const { said, trouble } = await applied(
      exitCodes.passed,
      'y',
      { ...comparison, recommendation },
      { applyTo: 'fresh' },
    )
    const reach = `--region us-east-1 --endpoint-url ${fake.endpoint}`
    expect(said.split('\n')).toEqual([
      'memory is 2048 MB (it was 1024 MB)',
      'version 5 is published',
      expect.stringMatching(/^coldburst: large could not be applied in full \(.*lias already exists/),
      'To go back, in this order:',
      `aws lambda delete-function --function-name ${functionArn}:5 ${reach}`,
      `aws lambda update-function-configuration --function-name ${functionArn} ${reach} --memory-size 1024 ` +
        '--query LastUpdateStatus --output text',
      '',
    ])
    expect(trouble).toContain('large could not be applied in full')
  })

  it('says so, too, where only the function itself can tell that it has the environment', async () => {
    const name = 'WAIT=7'
    const endpoint = await endpointOf({ MemorySize: 128, Environment: { Variables: { WAIT: '7' } } })
    const { plan } = recommending
    const settings = [{ name, environment: { WAIT: '7' } }]
    const base = { ...plan.base, target: { ...target, endpoint, region: 'us-east-1' } }
    const { asked, said, trouble } = await applied(exitCodes.passed, 'y', {
      ...recommending,
      plan: { ...plan, base, settings },
      recommendation: { ...recommending.recommendation, setting: name } as typeof recommending.recommendation,
    })
    expect(asked).toHaveLength(1)
    expect(said).toBe('Nothing is applied: orders has WAIT=7 already.\n')
    expect(trouble).toBeUndefined()
  })
})
