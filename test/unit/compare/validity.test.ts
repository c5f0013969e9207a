import { describe, expect, it } from 'vitest'
import { judgeBlocks } from '../../../lib/compare/validity.ts'
import { fromMillis, micros } from '../../../lib/model/time.ts'
import type { Doubts } from '../../../lib/summary/doubts.ts'
import { doubtsWith, lagP99 } from '../../support/doubts.ts'

const quiet = doubtsWith()
const late = doubtsWith({ health: lagP99(40) })
const blocks = (count: number, spoilt: number): Doubts[] =>
  Array.from({ length: count }, (_, index) => (index < spoilt ? late : quiet))

describe('a comparison', () => {
  it('is valid when nothing speaks against any of its blocks', () => {
    expect(judgeBlocks(blocks(20, 0), [])).toEqual({ valid: true, reasons: [] })
  })

  it('takes a late block in ten, and says so', () => {
    const judged = judgeBlocks(blocks(20, 2), [])
    expect(judged).toMatchObject({ valid: true, reasons: [] })
    expect(judged.note).toMatch(/^In 2 of 20 blocks .*sends were late .* \(the first of them\)\.$/)
  })

  it('is invalid when more of its blocks were late', () => {
    const judged = judgeBlocks(blocks(20, 3), [])
    expect(judged.valid).toBe(false)
    expect(judged.reasons).toEqual([expect.stringMatching(/^in 3 of 20 blocks .*sends were late/)])
    expect(judged).not.toHaveProperty('note')
  })

  it('is invalid by what could not be done right', () => {
    expect(judgeBlocks(blocks(2, 0), ['a fault'])).toEqual({ valid: false, reasons: ['a fault'] })
  })

  it('is invalid when nothing succeeded in all of its blocks, but not when nothing did in one', () => {
    const error = { outcome: 'timed-out', name: 'gave up waiting', count: 5 } as const
    const failed = doubtsWith({
      counts: { sent: 5, ok: 0, timedOut: 5 },
      errors: [{ ...error, firstAt: micros(0), lastAt: fromMillis(1) }],
    })
    expect(judgeBlocks([failed, quiet], []).valid).toBe(true)
    expect(judgeBlocks([failed, failed], []).reasons).toEqual([
      'nothing succeeded: 10 sent besides warm-ups, none answered without an error; most often gave up waiting',
    ])
  })

  it('counts what this machine refused over all blocks', () => {
    const refused = (count: number): Doubts =>
      doubtsWith({
        counts: { sent: 100, ok: 100 - count, serviceError: count },
        errors: [
          {
            outcome: 'service-error',
            name: 'LocalCapException',
            count,
            firstAt: micros(0),
            lastAt: micros(0),
          },
        ],
      })
    expect(judgeBlocks([refused(2), ...blocks(1, 0)], []).valid).toBe(true)
    expect(judgeBlocks([refused(50), ...blocks(1, 0)], []).reasons).toEqual([
      expect.stringContaining('50 of 1,100 invocations were refused by the cap on environments'),
    ])
  })

  it('in which nothing was fired is nobody’s fault', () => {
    expect(judgeBlocks([], [])).toEqual({ valid: true, reasons: [] })
  })
})
