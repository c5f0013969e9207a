import { describe, expect, it } from 'vitest'
import { withoutSecrets } from '../../../lib/settings/refusals.ts'

describe('what a service said of an environment', () => {
  it('has no value of it in it, nor what stands in braces', () => {
    expect(withoutSecrets('hunter22 is not taken: {KEY=hunter22, OTHER=x}', { KEY: 'hunter22' })).toBe(
      '… is not taken: {…}',
    )
  })

  it('has none that is escaped as in JSON in it either', () => {
    const secrets = { KEY: 'pass"word\\1', LINES: 'first\nsecond' }
    expect(withoutSecrets(String.raw`"pass\"word\\1" and "first\nsecond" are not taken`, secrets)).toBe(
      '"…" and "…" are not taken',
    )
    expect(withoutSecrets('pass"word\\1 is not taken', secrets)).toBe('… is not taken')
  })

  it('has none in it that begins like another', () => {
    expect(withoutSecrets('hunter2hunter is not taken', { A: 'hunter2', B: 'hunter2hunter' })).toBe(
      '… is not taken',
    )
  })

  it('keeps values of less than four characters: they are parts of its own words', () => {
    expect(withoutSecrets('a value is too long', { LEVEL: 'a', MODE: 'too' })).toBe('a value is too long')
  })

  it('is all there where nothing of it is secret', () => {
    expect(withoutSecrets('the {braces} stay', undefined)).toBe('the {braces} stay')
  })
})
