import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../../lib/gates/nearest.ts'

const metrics = ['response_time', 'service_time', 'cold_starts', 'cold_start_rate', 'ms', 's']

describe('the nearest word', () => {
  it.each([
    ['respons_time', 'response_time'],
    ['response-time', 'response_time'],
    ['repsonse_time', 'response_time'],
    ['serice_time', 'service_time'],
    ['cold_start', 'cold_starts'],
    ['Cold_Start_Rate', 'cold_start_rate'],
    ['m', 'ms'],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, metrics)).toBe(expected)
  })

  it('does not exist when nothing is alike', () => {
    expect(nearest('latency', metrics)).toBeUndefined()
    expect(nearest('', metrics)).toBe('s')
    expect(nearest('response_time', [])).toBeUndefined()
    expect(nearest('x'.repeat(10_000), ['x'.repeat(10_001)])).toBeUndefined()
  })

  it('is offered, or else all words are', () => {
    expect(didYouMean('colder', ['cold', 'warm'])).toBe('did you mean cold?')
    expect(didYouMean('hot', ['cold', 'warm'])).toBe('write one of cold, warm')
  })
})
