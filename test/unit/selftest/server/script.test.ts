import { describe, expect, it } from 'vitest'
import { createActor } from '../../../../lib/selftest/server/script.ts'

const answer = (at: number, bodyAt = at): object => ({ kind: 'answer', at, bodyAt })

describe('a scripted server', () => {
  it('gives the delays of an act in turn', () => {
    const act = createActor([{ requests: 10, delays: [5, 20] }])
    expect([100, 110, 120].map(act)).toEqual([answer(105), answer(130), answer(125)])
  })

  it('does nothing in a stall, and then everything that came meanwhile', () => {
    const act = createActor([{ requests: 10, delays: [5], stalls: [{ from: 50, length: 100 }] }])
    // The act begins at 1,000: the stall is from 1,050 to 1,150.
    expect([1_000, 1_047, 1_050, 1_149, 1_150].map(act)).toEqual([
      answer(1_005),
      answer(1_150),
      answer(1_155),
      answer(1_155),
      answer(1_155),
    ])
  })

  it('counts the time of each act from the first of its own invocations', () => {
    const acts = [1, 2].map(() => ({ requests: 2, delays: [1], stalls: [{ from: 10, length: 5 }] }))
    const act = createActor(acts)
    expect([0, 10, 500, 512].map(act)).toEqual([answer(1), answer(16), answer(501), answer(516)])
  })

  it('stays with its last act', () => {
    const act = createActor([{ requests: 1, delays: [7] }])
    expect([0, 100, 200].map(act)).toEqual([answer(7), answer(107), answer(207)])
  })

  it('answers at once without a script', () => {
    expect(createActor([])(42)).toEqual(answer(42))
  })

  it('leaves out or breaks every n-th, and sends bodies later than heads', () => {
    const act = createActor([{ requests: 9, delays: [5], silentEvery: 3, resetEvery: 2, bodyDelay: 200 }])
    expect([1, 2, 3, 4, 5, 6].map(act)).toEqual([
      answer(6, 206),
      { kind: 'reset', at: 7 },
      { kind: 'silence' },
      { kind: 'reset', at: 9 },
      answer(10, 210),
      { kind: 'silence' },
    ])
  })
})
