import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodeOfComparison, exitCodes } from '../../../cli/exit-codes.ts'
import type { Comparison, PutBack } from '../../../lib/model/comparison.ts'
import { exampleRun } from '../../fixtures/example-run.ts'

const valid = exampleRun({ validity: { valid: true, reasons: [] } })
const invalid = exampleRun({ validity: { valid: false, reasons: ['late'] } })

describe('the exit code', () => {
  it('says what the thresholds came to', () => {
    expect(exitCodeOf(valid, 'passed', undefined)).toBe(0)
    expect(exitCodeOf(valid, 'failed', undefined)).toBe(99)
    expect(exitCodeOf(valid, 'inconclusive', undefined)).toBe(4)
  })

  it('is that of an invalid run whatever its thresholds say', () => {
    for (const judgement of ['passed', 'failed', 'inconclusive'] as const)
      expect(exitCodeOf(invalid, judgement, undefined)).toBe(3)
  })

  it('is that of the signal before everything else', () => {
    expect(exitCodeOf(valid, 'passed', 'SIGINT')).toBe(130)
    expect(exitCodeOf(invalid, 'failed', 'SIGTERM')).toBe(143)
  })

  it('is one of those that are documented', () => {
    expect(Object.values(exitCodes).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 99, 130, 143])
  })
})

describe('the exit code of a comparison', () => {
  const ranking = { fastest: { setting: '128 MB', level: [] }, cost: [], speed: [], front: [] }
  const recommendation = { kind: 'recommended', setting: '128 MB', because: 'cheapest', ranking } as const
  const putBack: PutBack = { kind: 'put-back', versionsDeleted: 2, aliasesDeleted: 2 }
  const codeOf = (
    more: Partial<Pick<Comparison, 'validity' | 'putBack' | 'recommendation'>> = {},
    signal?: NodeJS.Signals,
  ) =>
    exitCodeOfComparison({ validity: { valid: true, reasons: [] }, putBack, recommendation, ...more }, signal)

  it('says whether something is recommended', () => {
    expect(codeOf()).toBe(0)
    expect(codeOf({ recommendation: { kind: 'none', why: 'all are failing' } })).toBe(4)
  })

  it('is that of an invalid one, also where something could not be put back or nobody knows', () => {
    expect(codeOf({ validity: { valid: false, reasons: ['x'] } })).toBe(3)
    expect(codeOf({ putBack: { kind: 'left', why: 'refused', journal: '/j' } })).toBe(3)
    expect(codeOf({ putBack: { kind: 'unknown' } })).toBe(3)
    expect(codeOf({ putBack: { kind: 'nothing-changed' } })).toBe(0)
  })

  it('is that of the signal before that of an invalid one', () => {
    expect(codeOf({ validity: { valid: false, reasons: ['x'] } }, 'SIGINT')).toBe(130)
    expect(codeOf({}, 'SIGTERM')).toBe(143)
  })

  it('says after a signal, too, that something could not be put back', () => {
    expect(codeOf({ putBack: { kind: 'left', why: 'refused', journal: '/j' } }, 'SIGINT')).toBe(3)
    expect(codeOf({ putBack: { kind: 'unknown' } }, 'SIGTERM')).toBe(3)
  })
})
