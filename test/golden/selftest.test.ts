import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { Selftest } from '../../lib/model/selftest.ts'
import { selftestReport } from '../../reports/selftest.ts'
import { exampleSelftest } from '../support/selftest-example.ts'

// To accept a change of these files, after reading it: npx vitest run --project unit test/golden/selftest.test.ts -u

const { honestRate, ...withoutRate } = exampleSelftest()
expect(honestRate).toBeDefined()
const interrupted: Selftest = { ...withoutRate, ended: 'interrupted', checks: withoutRate.checks.slice(0, 1) }

const cases = [
  ['selftest-80.golden.txt', exampleSelftest(), { width: 80, color: false, unicode: true }],
  ['selftest-80-ascii.golden.txt', exampleSelftest(), { width: 80, color: false, unicode: false }],
  ['selftest-120-color.golden.txt', exampleSelftest(), { width: 120, color: true, unicode: true }],
  ['selftest-interrupted-80.golden.txt', interrupted, { width: 80, color: false, unicode: true }],
] as const

test.each(cases)('%s is what people see', async (file, selftest, options) => {
  await expect(selftestReport(selftest, options)).toMatchFileSnapshot(`selftest/${file}`)
})

test('no line is wider than the screen', () => {
  const lines = selftestReport(exampleSelftest(), { width: 80, color: false, unicode: true }).split('\n')
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80)
})

test('where not even the lowest rate was kept, nothing is said to lie beyond it', () => {
  const rate = { limit: 'at 500/s schedule lag p99 is 2.01 ms, not below 1 ms', tried: [] }
  const text = selftestReport(
    { ...withoutRate, honestRate: rate },
    { width: 80, color: false, unicode: true },
  )
  expect(text).toContain('The lowest: at 500/s schedule lag p99 is 2.01 ms')
  expect(text).not.toContain('Beyond it')
})
