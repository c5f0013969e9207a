import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readComparison } from '../../../cli/read-comparison.ts'
import { UsageError } from '../../../lib/model/usage-error.ts'

const context = { cwd: '/', env: {}, canAsk: false }

describe('the comparison of a command line', () => {
  it('is made of its profile and of files as they are', () => {
    const profile = fileURLToPath(new URL('../../../profiles/compare.yaml', import.meta.url))
    const { plan } = readComparison({ profile, cold: '6' }, context, [])
    expect(plan.settings.map(({ memoryMb }) => memoryMb)).toEqual([128, 256, 512, 1_024, 1_769, 2_048])
    expect(plan.base).toMatchObject({
      name: 'compare',
      target: { function: 'sweep' },
      phases: [{ load: { kind: 'closed', concurrency: 4, requests: 4 } }],
    })
    expect(plan.design).toEqual({ warm: 40, warmPerBlock: 4, cold: 6, coldPerBlock: 2, mostWarm: 40 })
  })

  it('has one problem where the alias to apply to has no name: that it has none', () => {
    const found = [{ where: '--apply-to', message: 'names no alias; write one, or leave it out' }]
    const raw = { function: 'checkout', memory: '128,256', applyTo: '' }
    expect(() => readComparison(raw, context, found)).toThrow(/^--apply-to: names no alias[^\n]*$/)
  })

  it('has its problems told together with those found before', () => {
    const raw = { memory: '512', function: 'checkout:live', applyTo: '7', yes: true }
    const work = () => readComparison(raw, context, [{ where: '--brust', message: 'there is no such flag' }])
    expect(work).toThrow(UsageError)
    expect(work).toThrow(/--brust: [^]*--memory: [^]*--function: [^]*--apply-to: /)
  })
})
