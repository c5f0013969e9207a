import { describe, expect, it } from 'vitest'
import { fateOf } from '../../../lib/compare/fate.ts'
import { nobodyMeasured } from '../../../lib/compare/nobody.ts'
import { seriesOf } from '../../../lib/compare/series.ts'
import { createTally, type SettingTally } from '../../../lib/compare/setting-tally.ts'
import type { Fate } from '../../../lib/model/comparison.ts'
import type { DistinctError } from '../../../lib/model/run.ts'
import { micros } from '../../../lib/model/time.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { sentInMillis } from '../../support/observations.ts'
import { blockWith, loadPhase, memorySetting, reported, tallyOf } from '../../support/sampled.ts'

function fate(
  tally: SettingTally,
  facts: {
    skipped?: string
    givenUp?: boolean
    errors?: readonly DistinctError[]
    wantsMemory?: boolean
  } = {},
): Fate {
  const warm = seriesOf(tally.warm, { start: 'warm', wanted: 100, seed: 1 })
  return fateOf(tally, { givenUp: false, errors: [], ...facts, warm })
}

function fired(sent: readonly Sent[], block = blockWith({ version: '1' })): SettingTally {
  const tally = createTally()
  tally.addBlock(block, [loadPhase], sent)
  return tally
}

const ok = reported({ duration: 10 })
const broken = (errorType: string): Sent => ({
  ...ok,
  outcome: { kind: 'function-error', errorType, handled: false },
})

describe('the fate of a setting', () => {
  it('is to be measured as soon as it has warm samples', () => {
    expect(fate(tallyOf({ warm: [[10]] }))).toEqual({ kind: 'measured' })
  })

  it('is to fail by its most frequent error', () => {
    const sent = [broken('A'), broken('B'), broken('B'), ok]
    expect(fate(fired(sent))).toEqual({ kind: 'failing', name: 'B', failed: 3, of: 4 })
  })

  it('is to fail by what the error said, where its name says nothing', () => {
    const error = (name: string, message: string): DistinctError => ({
      outcome: 'function-error',
      name,
      message,
      count: 1,
      firstAt: micros(0),
      lastAt: micros(0),
    })
    const errors = [
      error('Error', '\u001b[31mflaky boom\nand more'),
      error('TypeError', 'x is not a function'),
    ]
    const failing = (name: string) => fate(fired([broken(name)]), { errors })
    expect(failing('Error')).toEqual({
      kind: 'failing',
      name: 'Error',
      message: 'flaky boom',
      failed: 1,
      of: 1,
    })
    expect(failing('TypeError')).toEqual({ kind: 'failing', name: 'TypeError', failed: 1, of: 1 })
    const long = fate(fired([broken('Error')]), { errors: [error('Error', 'x'.repeat(100))] })
    expect(long).toMatchObject({ message: `${'x'.repeat(79)}…` })
    const settings = [
      {
        setting: memorySetting(128),
        fate: failing('Error'),
        warm: seriesOf(createTally().warm, { start: 'warm', wanted: 1, seed: 1 }),
      },
    ]
    expect(nobodyMeasured(settings).why).toContain('most often with Error (flaky boom).')
  })

  it('is to fail when it was given up in its warm-up', () => {
    const tally = createTally()
    tally.addBlock(blockWith(), [{ ...loadPhase, discard: true }], [broken('A'), broken('A')])
    expect(fate(tally, { givenUp: true })).toEqual({ kind: 'failing', name: 'A', failed: 2, of: 2 })
  })

  it('is to fail by all of its invocations, warm-ups too, as its errors are counted', () => {
    const tally = createTally()
    const warmUp = { ...loadPhase, discard: true }
    const sent = [broken('A'), broken('A'), { ...broken('A'), phase: 1 }, { ...ok, phase: 1 }]
    tally.addBlock(blockWith({ version: '1' }), [warmUp, loadPhase], sent)
    expect(fate(tally)).toEqual({ kind: 'failing', name: 'A', failed: 3, of: 4 })
    expect(tally.errors.get('A')).toBe(3)
  })

  it('is to be skipped when it was refused, unless it had been measured before', () => {
    expect(fate(createTally(), { skipped: 'no' })).toEqual({ kind: 'skipped', why: 'no' })
    expect(fate(tallyOf({ warm: [[10]] }), { skipped: 'no' })).toEqual({ kind: 'measured' })
  })

  it('is to stay unmeasured when nothing was what it should be, with what it was instead', () => {
    const other = { ...ok, markers: { ...ok.markers, executedVersion: '2' } }
    expect(fate(fired([other, other, reported({ duration: 10, init: 50 })]))).toEqual({
      kind: 'unmeasured',
      why: 'none of its 3 warm invocations was what it should be, 2 came from another version and 1 was cold',
    })
  })

  it('is to stay unmeasured without markers, with what to do', () => {
    const silent = sentInMillis({ markers: { executedVersion: '1' } })
    expect(fate(fired([silent]))).toMatchObject({ why: expect.stringContaining('coldburst/probe') })
  })

  it('is to stay unmeasured in place without REPORT lines, where no probe would help', () => {
    const silent = sentInMillis({ markers: { executedVersion: '1' } })
    expect(fate(fired([silent]), { wantsMemory: true })).toMatchObject({
      why: 'none of its 1 warm invocations was what it should be, 1 could not be verified: in place a REPORT line must say the memory, and the endpoint gives none; leave out --in-place',
    })
  })

  it('is to stay unmeasured when the comparison ended too early', () => {
    expect(fate(createTally())).toMatchObject({ why: 'the comparison ended before it was fired at' })
    expect(fate(tallyOf({ cold: [{ duration: 1, init: 2 }] }))).toMatchObject({
      why: 'the comparison ended before it had a warm sample',
    })
  })
})

describe('nobody measured', () => {
  it('is explained setting by setting', () => {
    const fates: Fate[] = [
      { kind: 'failing', name: 'Runtime.OutOfMemory', failed: 10, of: 10 },
      { kind: 'skipped', why: 'The account allows 3,008 MB.' },
    ]
    const warm = seriesOf(createTally().warm, { start: 'warm', wanted: 100, seed: 1 })
    const settings = fates.map((fate, index) => ({ setting: memorySetting(128 * (index + 1)), fate, warm }))
    expect(nobodyMeasured(settings).why).toBe(
      'No setting was measured: 128 MB failed in 10 of 10 invocations, warm-ups included, most often with Runtime.OutOfMemory; ' +
        '256 MB was skipped: The account allows 3,008 MB.',
    )
  })

  it('is not said of settings that have samples, and fail too often all the same', () => {
    const tally = fired([ok, ok, broken('A')])
    const warm = seriesOf(tally.warm, { start: 'warm', wanted: 100, seed: 1 })
    expect(nobodyMeasured([{ setting: memorySetting(128), fate: fate(tally), warm }]).why).toBe(
      'No setting was measured with few enough failures: 128 MB failed in 1 of 3 invocations, warm-ups included, most often with A.',
    )
  })
})
