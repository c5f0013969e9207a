import { describe, expect, it } from 'vitest'
import { judge } from '../../../lib/gates/exit-status.ts'
import type { Verdict } from '../../../lib/model/verdict.ts'

const pass: Verdict = { kind: 'pass', gate: 'a', actual: 1, unit: 'count', n: 1 }
const fail: Verdict = { ...pass, kind: 'fail' }
const noData: Verdict = { kind: 'inconclusive', gate: 'a', cause: 'no-data', why: 'nothing', n: 0 }
const straddles: Verdict = { kind: 'inconclusive', gate: 'a', cause: 'straddles', why: 'close', n: 9 }

describe('the judgement over all thresholds', () => {
  it.each<[string, Verdict[], string, string]>([
    ['no thresholds', [], 'passed', 'passed'],
    ['only passes', [pass, pass], 'passed', 'passed'],
    ['a straddled one', [pass, straddles], 'passed', 'inconclusive'],
    ['one without data', [pass, noData], 'inconclusive', 'inconclusive'],
    ['a failed one among all others', [pass, noData, straddles, fail], 'failed', 'failed'],
  ])('of %s follows the policy', (_, verdicts, lenient, strict) => {
    expect(judge(verdicts, 'pass')).toBe(lenient)
    expect(judge(verdicts, 'fail')).toBe(strict)
  })
})
