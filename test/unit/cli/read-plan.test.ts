import { describe, expect, it } from 'vitest'
import { withProblems } from '../../../cli/read-plan.ts'
import { type Problem, UsageError } from '../../../lib/model/usage-error.ts'

const problem = (where: string): Problem => ({ where, message: 'wrong' })

function problemsOf(found: readonly Problem[], work: () => unknown): readonly Problem[] {
  try {
    withProblems(found, work)
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
  throw new Error('there was no problem')
}

describe('withProblems', () => {
  it('gives what the work gives when nothing is wrong', () => {
    expect(withProblems([], () => 42)).toBe(42)
  })

  it('tells what was found before together with what the work finds', () => {
    const work = (): never => {
      throw new UsageError([problem('c')])
    }
    expect(problemsOf([problem('a'), problem('b')], work)).toEqual([problem('a'), problem('b'), problem('c')])
    expect(problemsOf([problem('a')], () => 42)).toEqual([problem('a')])
  })

  it('passes a bug on as it is', () => {
    const bug = new TypeError('a bug')
    const work = (): never => {
      throw bug
    }
    expect(() => withProblems([problem('a')], work)).toThrow(bug)
  })
})
