import { describe, expect, it } from 'vitest'
import { unreachedSentence } from '../../../lib/engine/unreached-sentence.ts'

const gone = { obstacle: 'gone', said: 'ResourceNotFoundException' } as const

describe('what is said of blocks that did not get to their setting', () => {
  it.each([
    ['coldburst-ab1-3', 'somebody deleted the alias coldburst-ab1-3 while it was compared'],
    ['7', 'somebody deleted version 7 of orders while it was compared'],
    ['$LATEST', 'somebody deleted the function orders while it was compared'],
  ])('names what was deleted at %s', (qualifier, sentence) => {
    expect(unreachedSentence(gone, 'orders', { qualifier })).toBe(sentence)
  })

  it('takes no qualifier for the function itself', () => {
    expect(unreachedSentence(gone, 'orders', {})).toContain('the function orders')
  })

  it('quotes what else was in the way', () => {
    const said = 'ExpiredTokenException: The security token included in the request is expired'
    expect(unreachedSentence({ obstacle: 'refused', said }, 'orders', {})).toBe(
      `the service does not let these credentials invoke orders: ${said}`,
    )
    expect(unreachedSentence({ obstacle: 'unreachable', said: 'getaddrinfo ENOTFOUND' }, 'orders', {})).toBe(
      'the service could not be reached, in three blocks one after the other: getaddrinfo ENOTFOUND',
    )
  })
})
