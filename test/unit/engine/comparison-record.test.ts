import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ComparisonRecord } from '../../../lib/engine/comparison-record.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const small = { name: '128 MB' }

describe('the record of a comparison', () => {
  it('is on disk as it is in memory, whenever it is saved', () => {
    const folder = temporaryFolder()
    let elapsed = 10.4
    const record = new ComparisonRecord(folder, () => elapsed)
    const stored = (): unknown => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))
    record.save()
    expect(stored()).toEqual({
      schema: 'coldburst/comparison-state@1',
      durationMs: 10,
      skipped: [],
      givenUp: [],
      cutShort: [],
      faults: [],
      calls: 0,
      putBack: { kind: 'unknown' },
    })
    record.skip(small, 'too small')
    record.giveUp({ name: '256 MB' })
    record.cutShort('it cost too much')
    record.fault('the disk is full')
    record.calls = 12
    record.putBack = { kind: 'nothing-changed' }
    record.end('interrupted')
    elapsed = 99
    record.save()
    expect(stored()).toEqual(record.state())
    expect(stored()).toMatchObject({
      ended: 'interrupted',
      durationMs: 99,
      skipped: [{ setting: '128 MB', why: 'too small' }],
      givenUp: ['256 MB'],
      cutShort: ['it cost too much'],
      faults: ['the disk is full'],
      calls: 12,
      putBack: { kind: 'nothing-changed' },
    })
  })

  it('knows which settings are still fired at', () => {
    const record = new ComparisonRecord(temporaryFolder(), () => 0)
    record.skip(small, 'refused')
    record.giveUp({ name: '256 MB' })
    expect([small, { name: '256 MB' }, { name: '512 MB' }].map((one) => record.isLive(one))).toEqual([
      false,
      false,
      true,
    ])
  })

  it('keeps the first reason and each fault once', () => {
    const record = new ComparisonRecord(temporaryFolder(), () => 0)
    for (const why of ['first', 'second']) record.skip(small, why)
    for (const fault of ['same', 'same', 'other']) record.fault(fault)
    expect(record.state()).toMatchObject({
      skipped: [{ setting: '128 MB', why: 'first' }],
      faults: ['same', 'other'],
    })
  })

  it('tells once that it can’t be written, and goes on', () => {
    const folder = join(temporaryFolder(), 'gone')
    mkdirSync(folder)
    const record = new ComparisonRecord(folder, () => 0)
    rmSync(folder, { recursive: true })
    record.save()
    record.save()
    expect(record.state().faults).toEqual([
      expect.stringMatching(/^state\.json could not be written \(ENOENT/),
    ])
  })
})
