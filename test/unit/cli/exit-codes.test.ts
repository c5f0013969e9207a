import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from '../../../cli/exit-codes.ts'
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
