import { describe, expect, it } from 'vitest'
import { diffNotes, type NotesInput } from '../../../lib/diff/notes.ts'

const run = (notes: readonly string[] = [], blocks = 20) => ({
  notes,
  blocks,
  calls: 10 * blocks,
  bursts: true,
  reach: 'completed',
})

const input = (more: Partial<NotesInput>): NotesInput => ({
  baseline: run(),
  candidate: run(),
  differences: [],
  oneSided: [],
  untold: [],
  ...more,
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

  it('say what is too few after what is missing, and before what the runs say themselves', () => {
    const amount = { values: 30, blocks: 3 }
    const untold = [{ metric: 'cost_per_million', baseline: amount, candidate: amount, shared: 3 }]
    const few = run(['own'], 3)
    const notes = diffNotes(input({ baseline: few, candidate: few, untold }))
    expect(notes).toHaveLength(2)
    expect(notes[0]).toContain('The baseline has 30 calls in 3 blocks')
    expect(notes[1]).toBe('Both runs: own')
  })
})
