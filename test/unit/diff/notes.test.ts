import { describe, expect, it } from 'vitest'
import { diffNotes, type NotesInput } from '../../../lib/diff/notes.ts'
import type { Difference } from '../../../lib/model/difference.ts'

const run = (notes: readonly string[] = [], blocks = 20) => ({ notes, blocks, reach: 'completed' })

const input = (more: Partial<NotesInput>): NotesInput => ({
  baseline: run(),
  candidate: run(),
  differences: [],
  oneSided: [],
  ...more,
})

const difference = (verdict: Difference['verdict'], resolved = true): Difference => ({
  metric: 'response_time p(50)',
  unit: 'µs',
  start: 'all',
  baseline: { value: 1, resolved, n: 9 },
  candidate: { value: 1, resolved: true, n: 9 },
  absolute: 0,
  verdict,
})

describe('the notes on two runs', () => {
  it('say once what holds for both, and of what is said of one which one it is', () => {
    const notes = diffNotes(input({ baseline: run(['shared', 'old']), candidate: run(['new', 'shared']) }))
    expect(notes).toEqual(['Both runs: shared', 'Baseline: old', 'Candidate: new'])
  })

  it('say of a run that was cut short how far it got, and what that means', () => {
    const candidate = { ...run(), reach: 'interrupted after 4 of 10 invocations' }
    expect(diffNotes(input({ candidate }))).toEqual([
      'The candidate was interrupted after 4 of 10 invocations: what its load brings later is missing, ' +
        'which may be all that differs.',
    ])
  })

  it('name what only one run has', () => {
    const oneSided = [{ metric: 'duration{start:warm}', side: 'candidate', n: 3 }] as const
    expect(diffNotes(input({ oneSided }))).toEqual([
      'Only the candidate has duration{start:warm} (n 3); the baseline has no value to compare it with.',
    ])
  })

  it('say how many blocks there are where these are too few, and only there', () => {
    const few = { baseline: run([], 3), candidate: run([], 4) }
    const [note = ''] = diffNotes(input({ ...few, differences: [difference('unknown')] }))
    expect(note).toContain('3 in the baseline, 4 in the candidate')
    expect(note).toContain('--repeat')
    expect(diffNotes(input({ ...few, differences: [difference('level')] }))).toEqual([])
    // A percentile without verdict for want of values is no matter of blocks.
    expect(diffNotes(input({ differences: [difference('unknown', false)] }))).toEqual([])
  })
})
