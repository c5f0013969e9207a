import { describe, expect, it } from 'vitest'
import { LogKeeper } from '../../../lib/engine/log-keeper.ts'
import type { Outcome } from '../../../lib/model/outcome.ts'

const failed = (errorType: string): Outcome => ({ kind: 'function-error', errorType, handled: false })

describe('a log keeper', () => {
  it('keeps three logs of each error', () => {
    const keeper = new LogKeeper()
    const kept = ['A', 'A', 'B', 'A', 'A', 'B', 'B', 'B'].map((type) => keeper.keep(failed(type), type))
    expect(kept).toEqual(['A', 'A', 'B', 'A', undefined, 'B', 'B', undefined])
  })

  it('keeps those of the first hundred errors only', () => {
    const keeper = new LogKeeper()
    const kept = Array.from({ length: 150 }, (_, n) => keeper.keep(failed(`E${n}`), 'log'))
    expect(kept.map((log) => log !== undefined)).toEqual(kept.map((_, n) => n < 100))
    expect(keeper.keep(failed('E0'), 'again')).toBe('again')
  })

  it('keeps none of what did not fail in the function, and does not count an error without a log', () => {
    const keeper = new LogKeeper()
    expect(keeper.keep({ kind: 'ok', status: 200 }, 'log')).toBeUndefined()
    expect(keeper.keep({ kind: 'throttled', reason: 'x' }, 'log')).toBeUndefined()
    for (let n = 0; n < 5; n++) expect(keeper.keep(failed('A'), undefined)).toBeUndefined()
    expect(keeper.keep(failed('A'), 'log')).toBe('log')
  })
})
