import { describe, expect, test } from 'vitest'
import { compactly, dearer, faster, listed, percent } from '../../../../reports/comparison/content/words.ts'

describe('what a difference in cost is called', () => {
  test.each([
    [0, 'as dear'],
    [0.004, '0.4 % dearer'],
    [0.31, '31 % dearer'],
    [0.995, '100 % dearer'],
    [1, '2 times as dear'],
    [1.4, '2.4 times as dear'],
    [19.6, '21 times as dear'],
    [-0.12, '12 % cheaper'],
    [-0.9, '90 % cheaper'],
    [-0.998, 'over 99 % cheaper'],
  ])('%d: %s', (relative, words) => {
    expect(dearer(relative)).toBe(words)
  })
})

describe('what a difference in time is called', () => {
  test.each([
    [0, 'as fast'],
    [-0.005, '0.5 % faster'],
    [-0.12, '12 % faster'],
    // 86.2 against 355 ms: 355 / 86.2 = 4.118.
    [86.2 / 355 - 1, '4.1 times as fast'],
    // Two thirds of the time is half as fast again.
    [-1 / 3 - 1e-9, '1.5 times as fast'],
    [-0.3, '30 % faster'],
    [0.12, '12 % slower'],
    [1.4, '2.4 times as slow'],
  ])('%d: %s', (relative, words) => {
    expect(faster(relative)).toBe(words)
  })
})

test.each([
  [0, '0 %'],
  [0.31, '+31 %'],
  [0.004, '+0.4 %'],
  [3.118, '4.1 ×'],
  [-0.12, '-12 %'],
])('in a narrow column %d is %s', (relative, text) => {
  expect(compactly(relative)).toBe(text)
})

test.each([
  [0, '0 %'],
  [0.0002, '< 0.1 %'],
  [0.0178, '1.8 %'],
  [0.0994, '9.9 %'],
  [0.0996, '10 %'],
  [0.3149, '31 %'],
])('%d is %s', (share, text) => {
  expect(percent(share)).toBe(text)
})

describe('names in a row', () => {
  test('have the unit once where all share it', () => {
    expect(listed(['512 MB', '768 MB'])).toBe('512 and 768 MB')
    expect(listed(['128 MB', '256 MB', '1024 MB'])).toBe('128, 256 and 1024 MB')
    expect(listed(['128 MB', '1769 MB'], 'to')).toBe('128 to 1769 MB')
    expect(listed(['128 MB arm64', '256 MB arm64'])).toBe('128 and 256 MB arm64')
    expect(listed(['128 MB', '256 MB'], '')).toBe('128, 256 MB')
  })

  test('are whole where they are no numbers of the same unit', () => {
    expect(listed(['128 MB', '128 MB arm64'])).toBe('128 MB and 128 MB arm64')
    expect(listed(['live', 'candidate'])).toBe('live and candidate')
    expect(listed(['live'])).toBe('live')
    expect(listed([])).toBe('')
  })
})
