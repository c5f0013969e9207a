import { describe, expect, it } from 'vitest'
import { orList, readCount, readOneOf, readUsd, readWeight } from '../../../lib/profile/numbers.ts'
import type { Reading } from '../../../lib/profile/problems.ts'
import { readRate, readRateOrZero, readStages } from '../../../lib/profile/rates.ts'
import { readMemoryMb, readSize } from '../../../lib/profile/sizes.ts'

const valueOf = <T>(reading: Reading<T>) => (reading.kind === 'read' ? reading.value : reading.message)

describe('readCount', () => {
  it.each([
    ['1000', 1_000],
    ['1_000', 1_000],
    [' 7 ', 7],
  ])('reads %j', (text, count) => {
    expect(valueOf(readCount(1)(text))).toBe(count)
  })

  it.each(['', 'abc', '1.5', '1e3', '10k', '0x10', '1__0', '_1', '1,000', 'NaN'])(
    'does not take %j',
    (text) => {
      expect(valueOf(readCount(1)(text))).toContain('is not a whole number')
    },
  )

  it('says the nearest number that would do', () => {
    expect(valueOf(readCount(1)('0'))).toBe('"0" is too small; write 1 or more')
    expect(valueOf(readCount(1)('-5'))).toBe('"-5" is too small; write 1 or more')
    expect(valueOf(readCount(1, 9)('10'))).toBe('"10" is too large; write 9 or less')
  })
})

describe('readUsd', () => {
  it.each([
    ['1', 1],
    ['1usd', 1],
    ['$1.50', 1.5],
    ['0.25 USD', 0.25],
    ['0', 0],
  ])('reads %j', (text, amount) => {
    expect(valueOf(readUsd(text))).toBe(amount)
  })

  it.each(['', '-1', '1eur', 'usd', '1.', '$'])('does not take %j', (text) => {
    expect(valueOf(readUsd(text))).toContain('is not an amount of US dollars')
  })
})

describe('readWeight', () => {
  it('takes numbers above 0', () => {
    expect(valueOf(readWeight('0.5'))).toBe(0.5)
    expect(valueOf(readWeight('0'))).toContain('is not a weight')
    expect(valueOf(readWeight('-1'))).toContain('is not a weight')
  })
})

describe('readOneOf', () => {
  it('takes a word in any case and names the nearest one', () => {
    expect(valueOf(readOneOf(['uniform', 'poisson'])('Poisson'))).toBe('poisson')
    expect(valueOf(readOneOf(['uniform', 'poisson'])('poissn'))).toContain('did you mean poisson?')
    expect(valueOf(readOneOf(['uniform', 'poisson'])('x'))).toContain('write uniform or poisson')
  })

  it('takes no names that every object has', () => {
    expect(valueOf(readOneOf(['a'])('constructor'))).toContain('is not known here')
  })
})

describe('orList', () => {
  it('joins as in a sentence', () => {
    expect([orList([]), orList(['a']), orList(['a', 'b']), orList(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ])
  })
})

describe('readRate', () => {
  it.each([
    ['50/s', 50],
    ['50', 50],
    ['3000/min', 50],
    ['1_800 / h', 0.5],
    ['0.5/s', 0.5],
  ])('reads %j per second', (text, perSecond) => {
    expect(valueOf(readRate(text))).toBe(perSecond)
  })

  it.each(['', 'fast', '50/d', '50rps', '5/s/s', '/s'])('does not take %j', (text) => {
    expect(valueOf(readRate(text))).toContain('is not a rate')
  })

  it('says of a negative rate that it is', () => {
    expect(valueOf(readRate('-5/s'))).toContain('is negative')
  })

  it('takes 0 only where a load may rest', () => {
    expect(valueOf(readRate('0/s'))).toContain('sends nothing')
    expect(valueOf(readRateOrZero('0'))).toBe(0)
  })

  it('stops at a million per second', () => {
    expect(valueOf(readRate('1000000/s'))).toBe(1_000_000)
    expect(valueOf(readRate('1000001/s'))).toContain('too high')
  })
})

describe('readStages', () => {
  it('reads the duration and the rate at its end of each', () => {
    expect(valueOf(readStages('30s:10, 2m:200,0s:50/s,30s:0'))).toEqual([
      { duration: 30_000_000, perSecond: 10 },
      { duration: 120_000_000, perSecond: 200 },
      { duration: 0, perSecond: 50 },
      { duration: 30_000_000, perSecond: 0 },
    ])
  })

  it.each([
    ['', 'is not a stage'],
    ['30s', 'is not a stage'],
    ['30s:10:5', 'is not a stage'],
    ['30s:10,', 'is not a stage'],
    ['30:10', 'has no unit'],
    ['30s:-1', 'is negative'],
  ])('does not take %j', (text, why) => {
    expect(valueOf(readStages(text))).toContain(why)
  })
})

describe('readMemoryMb', () => {
  it.each([
    ['128', 128],
    ['512MB', 512],
    ['512 mb', 512],
    ['1GB', 1_024],
    ['1.5GB', 1_536],
    ['524288KB', 512],
    ['10240', 10_240],
  ])('reads %j', (text, mb) => {
    expect(valueOf(readMemoryMb(text))).toBe(mb)
  })

  it.each([
    ['127', 'is out of range; write 128 to 10240 MB'],
    ['10241', 'is out of range'],
    ['128.5', 'is not a whole number of MB'],
    ['-128', 'is not a size'],
    ['256KiB', 'is not a size'],
    ['1e3', 'is not a size'],
    ['', 'is not a size'],
  ])('does not take %j', (text, why) => {
    expect(valueOf(readMemoryMb(text))).toContain(why)
  })
})

describe('readSize', () => {
  it('counts a bare number in the unit that is meant', () => {
    expect(readSize('2', 'KB')).toBe(2_048)
    expect(readSize('2B', 'KB')).toBe(2)
  })
})
