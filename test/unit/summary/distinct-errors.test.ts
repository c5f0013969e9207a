import { describe, expect, it } from 'vitest'
import type { Sent } from '../../../lib/model/observation.ts'
import { DistinctErrors } from '../../../lib/summary/distinct-errors.ts'
import { droppedInMillis, type InMillis, sentInMillis } from '../../support/observations.ts'

function errorsOf(...observations: readonly InMillis[]) {
  const errors = new DistinctErrors((log) => log.toUpperCase())
  for (const observation of observations) errors.add(sentInMillis(observation))
  return errors
}

const failed = (errorType: string, message?: string): Sent['outcome'] => ({
  kind: 'function-error',
  errorType,
  handled: false,
  ...(message !== undefined && { message }),
})

describe('distinct errors', () => {
  it('are counted by name, with first and last end and the first message, the most frequent first', () => {
    const errors = errorsOf(
      { end: 10, outcome: failed('TypeError', 'x is undefined') },
      { end: 20, outcome: { kind: 'timed-out' } },
      { end: 30, outcome: failed('TypeError', 'y is undefined') },
      { end: 40 },
    )
    expect(errors.list()).toEqual([
      {
        outcome: 'function-error',
        name: 'TypeError',
        message: 'x is undefined',
        count: 2,
        firstAt: 10_000,
        lastAt: 30_000,
      },
      { outcome: 'timed-out', name: 'gave up waiting', count: 1, firstAt: 20_000, lastAt: 20_000 },
    ])
  })

  it('are named by reason, name or code, and kept apart by how the invocation ended', () => {
    const errors = errorsOf(
      { outcome: { kind: 'throttled', reason: 'x' } },
      { outcome: { kind: 'service-error', status: 500, name: 'x' } },
      { outcome: { kind: 'transport-error', code: 'x' } },
      { outcome: failed('x') },
    )
    expect(errors.list().map(({ outcome, name, count }) => [outcome, name, count])).toEqual([
      ['throttled', 'x', 1],
      ['service-error', 'x', 1],
      ['transport-error', 'x', 1],
      ['function-error', 'x', 1],
    ])
  })

  it('show the first log there is, cleaned', () => {
    const errors = errorsOf(
      { outcome: failed('A') },
      { outcome: failed('A'), log: 'second' },
      { outcome: failed('A'), log: 'third' },
    )
    expect(errors.list()).toMatchObject([{ count: 3, logTail: 'SECOND' }])
  })

  it('do not count what was dropped', () => {
    const errors = errorsOf()
    errors.add(droppedInMillis(5))
    expect(errors.list()).toEqual([])
  })

  it('count together beyond a hundred, by how the invocations ended; known ones go on by name', () => {
    const many = Array.from({ length: 150 }, (_, n): InMillis => ({ end: n + 1, outcome: failed(`E${n}`) }))
    const errors = errorsOf(...many, { end: 500, outcome: failed('E0') }).list()
    expect(errors).toHaveLength(101)
    expect(errors[0]).toMatchObject({ name: 'and others', count: 50, firstAt: 101_000, lastAt: 150_000 })
    expect(errors[1]).toMatchObject({ name: 'E0', count: 2 })
  })
})
