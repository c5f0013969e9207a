import { expect, it } from 'vitest'
import { readOptions } from '../../bench/options.ts'

it('measures what is named, after --only or by itself, and each once', () => {
  const named = (...args: string[]): unknown => {
    const options = readOptions(args)
    return typeof options === 'string' ? options : options.only
  }
  expect(named('compare')).toEqual(['compare'])
  expect(named('--only', 'burst,compare')).toEqual(['burst', 'compare'])
  expect(named('--json', 'compare', '--only', 'burst', 'burst')).toEqual(['burst', 'compare'])
  expect(named()).toContain('throughput')
})

it('says which measures there are when a name is none of them', () => {
  expect(readOptions(['comparing'])).toMatch(
    /^there is no measure "comparing"; there are throughput, .*compare$/,
  )
})
