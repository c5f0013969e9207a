import { describe, expect, it } from 'vitest'
import { obstacleOf, unreachedBlock } from '../../../lib/compare/unreached.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { droppedInMillis, sentInMillis } from '../../support/observations.ts'

const ended = (outcome: Sent['outcome']): Sent => sentInMillis({ outcome })
const gone = (message?: string): Sent =>
  ended({
    kind: 'service-error',
    status: 404,
    name: 'ResourceNotFoundException',
    ...(message === undefined ? {} : { message }),
  })
const refused = ended({
  kind: 'transport-error',
  code: 'ECONNREFUSED',
  message: 'connect ECONNREFUSED 127.0.0.1:9741',
})
const interrupted = ended({ kind: 'transport-error', code: 'INTERRUPTED' })
const ok = sentInMillis()

describe('what keeps an invocation from its setting', () => {
  it.each<[Sent['outcome'], string]>([
    [{ kind: 'transport-error', code: 'ECONNREFUSED' }, 'unreachable'],
    [{ kind: 'transport-error', code: 'ENOTFOUND' }, 'unreachable'],
    [{ kind: 'transport-error', code: 'EAI_AGAIN' }, 'unreachable'],
    [{ kind: 'service-error', status: 403, name: 'ExpiredTokenException' }, 'refused'],
    [{ kind: 'service-error', status: 403, name: 'UnrecognizedClientException' }, 'refused'],
    [{ kind: 'service-error', status: 403, name: 'AccessDeniedException' }, 'refused'],
    [{ kind: 'service-error', status: 404, name: 'ResourceNotFoundException' }, 'gone'],
  ])('is told by %o: %s', (outcome, obstacle) => {
    expect(obstacleOf(ended(outcome))).toBe(obstacle)
  })

  it.each<[Sent['outcome']]>([
    [{ kind: 'ok', status: 200 }],
    [{ kind: 'function-error', errorType: 'AccessDeniedException', handled: false }],
    [{ kind: 'transport-error', code: 'ECONNRESET' }],
    [{ kind: 'timed-out' }],
    [{ kind: 'throttled', reason: 'Rate' }],
    [{ kind: 'service-error', status: 502, name: 'KMSAccessDeniedException' }],
    [{ kind: 'service-error', status: 500, name: 'ServiceException' }],
  ])('is nothing that the function or its setting may have to do with: %o', (outcome) => {
    expect(obstacleOf(ended(outcome))).toBeUndefined()
  })
})

describe('a block of which nothing got to its setting', () => {
  it('says what was said, with its name once', () => {
    expect(unreachedBlock([refused, refused])).toEqual({
      obstacle: 'unreachable',
      said: 'connect ECONNREFUSED 127.0.0.1:9741',
    })
    expect(unreachedBlock([gone('Function not found')])?.said).toBe(
      'ResourceNotFoundException: Function not found',
    )
    expect(unreachedBlock([gone()])?.said).toBe('ResourceNotFoundException')
  })

  it('is none where one invocation did, or may have', () => {
    expect(unreachedBlock([refused, ok, refused])).toBeUndefined()
    expect(unreachedBlock([ended({ kind: 'timed-out' }), refused])).toBeUndefined()
  })

  it('is none where nothing was sent, or the user gave up', () => {
    expect(unreachedBlock([])).toBeUndefined()
    expect(unreachedBlock([droppedInMillis(0), interrupted])).toBeUndefined()
    expect(unreachedBlock([gone(), interrupted])?.obstacle).toBe('gone')
  })
})
