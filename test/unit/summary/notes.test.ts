import { describe, expect, it } from 'vitest'
import type { LocalFunction } from '../../../lib/model/local-function.ts'
import { endsProcessUnseen, notesOf, type NotesInput } from '../../../lib/summary/notes.ts'
import { exampleRun } from '../../fixtures/example-run.ts'
import { doubtsWith } from '../../support/doubts.ts'
import { sentInMillis } from '../../support/observations.ts'

function notes(more: Partial<NotesInput>): readonly string[] {
  const { plan, target: facts, cost } = exampleRun()
  const doubts = doubtsWith()
  return notesOf({ plan, facts, cost, doubts, unseenEnds: 0, starts: started(10, 20), ahead: 0, ...more })
}

const started = (cold: number, warm: number) => ({ cold, warm, restored: 0, reinitialized: 0, unknown: 0 })

describe('the notes of a run', () => {
  it('are none where there is nothing to say', () => {
    expect(notes({})).toEqual([])
  })

  it('say how many warm starts may hide an INIT after a crash or timeout', () => {
    expect(notes({ unseenEnds: 6 })).toEqual([
      '6 invocations crashed or timed out without a word of the probe: up to 6 of the warm starts were really ' +
        'reinitialized, with INIT hidden in their Duration. Wrap the handler with coldburst/probe to tell them apart.',
    ])
    expect(notes({ unseenEnds: 6, starts: started(10, 2) })[0]).toContain('up to 2 of')
    expect(notes({ unseenEnds: 6, starts: started(10, 0) })).toEqual([])
  })

  it('say how many cold starts nobody waited for', () => {
    const sentence =
      'had been initialised ahead of the request: their Init Duration is shown, and nobody waited for it.'
    expect(notes({ ahead: 3 })).toEqual([`3 of 10 cold starts ${sentence}`])
    expect(notes({ ahead: 10 })).toEqual([`All cold starts (10) ${sentence}`])
  })

  it('say what of the price is not in the estimate', () => {
    const { plan } = exampleRun()
    const { target } = plan
    if (target.kind !== 'local') throw new Error('the example fires at a local function')
    const withFired = (
      more: Pick<Partial<LocalFunction>, 'alias' | 'ephemeralStorageMb' | 'provisionedConcurrency'>,
    ) =>
      notes({
        plan: {
          ...plan,
          target: { ...target, functions: target.functions.map((fn) => ({ ...fn, ...more })) },
        },
      })
    expect(withFired({ ephemeralStorageMb: 512 })).toEqual([])
    expect(withFired({ ephemeralStorageMb: 2_048 })).toEqual([
      'What AWS charges for ephemeral storage above 512 MB is not in the estimate: the function has 2048 MB.',
    ])
    expect(withFired({ alias: 'live', provisionedConcurrency: 2 })[0]).toMatch(/provisioned concurrency/)
  })

  it('say which architecture was assumed', () => {
    const { target } = exampleRun()
    expect(notes({ facts: { ...target, architecture: 'x86_64', architectureFrom: 'assumed' } })[0]).toMatch(
      /x86_64/,
    )
  })
})

describe('an invocation that ended its process unseen', () => {
  const failed = (errorType: string) =>
    sentInMillis({ outcome: { kind: 'function-error', errorType, handled: false } })

  it.each(['Runtime.ExitError', 'Runtime.OutOfMemory', 'Sandbox.Timedout'])('is one with %s', (errorType) => {
    expect(endsProcessUnseen(failed(errorType))).toBe(true)
  })

  it('is none that the probe spoke of, nor an exception, nor a success', () => {
    const probe = { from: 'log', environmentId: 'e', processId: 'p', call: 1 } as const
    expect(endsProcessUnseen({ ...failed('Runtime.ExitError'), markers: { probe } })).toBe(false)
    expect(endsProcessUnseen(failed('TypeError'))).toBe(false)
    expect(endsProcessUnseen(sentInMillis())).toBe(false)
  })
})
