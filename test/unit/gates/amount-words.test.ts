import { describe, expect, it } from 'vitest'
import { amountInWords } from '../../../lib/gates/amount-words.ts'
import type { Unit } from '../../../lib/model/verdict.ts'

describe('an amount in words', () => {
  it.each<[number, Unit, string]>([
    [0, 'µs', '0 µs'],
    [999, 'µs', '999 µs'],
    [250_400, 'µs', '250.4 ms'],
    [1_234_567, 'µs', '1.235 s'],
    [512, 'B', '512 B'],
    [2_048, 'B', '2 KB'],
    [128 * 1_024 ** 2, 'B', '128 MB'],
    [1.5 * 1_024 ** 3, 'B', '1.5 GB'],
    [0.08, 'ratio', '8 %'],
    [0.0000002, 'USD', '0.0000002 USD'],
    [12.5, 'GB-s', '12.5 GB-s'],
    [1_234_567, 'count', '1,234,567'],
  ])('%d %s is %s', (amount, unit, expected) => {
    expect(amountInWords(amount, unit)).toBe(expected)
  })
})
