import { describe, expect, it } from 'vitest'
import { readDuration, readDurationBetween, readDurationOrZero } from '../../../lib/profile/durations.ts'

const read = (text: string) => {
  const reading = readDuration(text)
  return reading.kind === 'read' ? reading.value : reading.message
}

describe('readDuration', () => {
  it.each([
    ['250ms', 250_000],
    ['5s', 5_000_000],
    ['1.5s', 1_500_000],
    ['1.1s', 1_100_000],
    ['2 min', 120_000_000],
    ['1h30m', 5_400_000_000],
    ['1h 30m 5s', 5_405_000_000],
    [' 3 seconds ', 3_000_000],
    ['20us', 20],
    ['20µs', 20],
    ['20μs', 20],
    ['30d', 2_592_000_000_000],
  ])('reads %s as %d µs', (text, micros) => {
    expect(read(text)).toBe(micros)
  })

  it('asks for the unit of a bare number', () => {
    expect(read('5')).toBe('"5" has no unit; write 5s or 5ms')
  })

  it('says that a negative duration is negative', () => {
    expect(read('-3s')).toContain('is negative')
  })

  it.each([
    '',
    '  ',
    'abc',
    '5 apples',
    '5s junk',
    '1h30',
    '5mn',
    '5S',
    '1,000ms',
    '1e3s',
    'Infinity s',
    '5s-3s',
  ])('does not take %j for a duration', (text) => {
    expect(read(text)).toContain('is not a duration')
  })

  it('does not take nothing for a duration, nor what rounds to nothing', () => {
    expect(read('0s')).toContain('no time at all')
    expect(read('0.1us')).toContain('no time at all')
  })

  it('stops at 30 days', () => {
    expect(read('31d')).toContain('longer than 30 days')
  })
})

describe('readDurationOrZero', () => {
  it('takes nothing too', () => {
    expect(readDurationOrZero('0s')).toEqual({ kind: 'read', value: 0 })
  })
})

describe('readDurationBetween', () => {
  const read = readDurationBetween('1s', '900s')

  it('takes both ends', () => {
    expect(read('1s')).toEqual({ kind: 'read', value: 1_000_000 })
    expect(read('15m')).toEqual({ kind: 'read', value: 900_000_000 })
  })

  it.each(['999ms', '901s'])('says which range %s is out of', (text) => {
    expect(read(text)).toEqual({
      kind: 'wrong',
      message: `"${text}" is out of range; write a duration from 1s to 900s`,
    })
  })
})
