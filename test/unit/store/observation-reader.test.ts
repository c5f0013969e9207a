import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../lib/model/observation.ts'
import { micros } from '../../../lib/model/time.ts'
import { printObservation } from '../../support/print-observation.ts'
import { ForeignFileError } from '../../../lib/store/foreign-file.ts'
import { readShare, type ShareReading } from '../../../lib/store/observation-reader.ts'
import { mergeShares } from '../../../lib/store/merge-shares.ts'
import { printEnd, printHeader } from '../../../lib/store/share-file.ts'
import { collectAll, droppedInMillis, sentInMillis } from '../../support/observations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const header = printHeader({ index: 0, of: 1 })
const end = { ended: 'completed' as const, at: micros(5_000), peakInFlight: 2 }
const lineOf = (seq: number): string => printObservation(sentInMillis({ seq }))

/** A share's file with this text, and what reading it brings. */
async function read(text: string): Promise<{ seqs: number[]; reading: ShareReading }> {
  const path = join(temporaryFolder(), 'observations.0.ndjson')
  writeFileSync(path, text)
  const reading: ShareReading = { damaged: 0 }
  const seqs = (await collectAll(readShare(path, reading))).map(({ seq }) => seq)
  return { seqs, reading }
}

describe('readShare', () => {
  it('gives the observations in the order of the file, and what its end says', async () => {
    const { seqs, reading } = await read(header + lineOf(1) + lineOf(0) + printEnd(end))
    expect(seqs).toEqual([1, 0])
    expect(reading).toEqual({ of: 1, end, damaged: 0 })
  })

  it('passes over a torn last line without calling it damage', async () => {
    const { seqs, reading } = await read(header + lineOf(0) + lineOf(1).slice(0, -20))
    expect(seqs).toEqual([0])
    expect(reading).toEqual({ of: 1, damaged: 0 })
  })

  it('takes a last observation whose line feed alone is missing', async () => {
    const { seqs } = await read(header + lineOf(0) + lineOf(1).trimEnd())
    expect(seqs).toEqual([0, 1])
  })

  it('takes an end whose line feed alone is missing', async () => {
    const { reading } = await read(header + lineOf(0) + printEnd(end).trimEnd())
    expect(reading.end).toEqual(end)
  })

  it('counts whole lines that are no observation, also the last one, and reads on', async () => {
    const { seqs, reading } = await read(`${header}${lineOf(0)}garbage\n${lineOf(1)}{"seq":2}\n`)
    expect(seqs).toEqual([0, 1])
    expect(reading.damaged).toBe(2)
  })

  it.each([
    ['a negative time', '"end":10000', '"end":-1'],
    ['a broken number', '"seq":0', '"seq":0.5'],
    ['an unknown outcome', '"outcome":200', '"outcome":{"kind":"exploded"}'],
    ['an outcome without its name', '"outcome":200', '"outcome":{"kind":"throttled"}'],
    ['a text for a number', '"in":20', '"in":"20"'],
    ['a time that nothing can be added to', '"end":10000', '"end":9007199254740991'],
  ])('counts a line with %s as damaged', async (_, ours, theirs) => {
    expect(lineOf(0)).toContain(ours)
    const { seqs, reading } = await read(header + lineOf(0).replace(ours, theirs))
    expect(seqs).toEqual([])
    expect(reading.damaged).toBe(1)
  })

  it('counts an end without the figures of an end as damaged', async () => {
    const { reading } = await read(`${header}{"end":{"ended":"completed"}}\n`)
    expect(reading).toEqual({ of: 1, damaged: 1 })
  })

  it.each([
    ['connections that are none', { connections: [] }],
    ['connections that are null', { connections: null }],
    ['a connection count that is missing', { connections: { ahead: 1, inCall: 0, failed: 0 } }],
    ['a delay without its maximum', { eventLoopDelay: { p99: 1 } }],
    ['a delay counted with a text', { eventLoopDelay: { count: '9', p99: 1, max: 1 } }],
    ['a text for how busy it was', { busy: '0.5' }],
  ])('counts an end with %s as damaged', async (_, strange) => {
    const { reading } = await read(`${header}${JSON.stringify({ end: { ...end, ...strange } })}\n`)
    expect(reading).toEqual({ of: 1, damaged: 1 })
  })

  it.each([
    ['["text",-1,2000]', { billedDuration: 2_000 }],
    ['["text",1000,9007199254740992]', { duration: 1_000 }],
    ['["text",1000,2000,null,1e300,99999999999]', { duration: 1_000, billedDuration: 2_000 }],
    ['["text",1000,2000,null,128,-1]', { duration: 1_000, billedDuration: 2_000, memorySizeMb: 128 }],
  ])('takes figures of a REPORT that nobody measured for unknown: %s', async (report, known) => {
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    writeFileSync(path, header + lineOf(0).replace('}\n', `,"report":${report}}\n`))
    const [observation] = await collectAll(readShare(path, { damaged: 0 }))
    expect(observation).toMatchObject({ seq: 0 })
    expect(observation && 'markers' in observation && observation.markers.report).toEqual({
      form: 'text',
      ...known,
    })
  })

  it('does not take a line separator in a log for the end of a line', async () => {
    const log = 'one\u2028two\u2029three'
    const { seqs, reading } = await read(header + printObservation(sentInMillis({ seq: 4, log })))
    expect(seqs).toEqual([4])
    expect(reading.damaged).toBe(0)
  })

  it('reads characters that lie across the parts a file is read in', async () => {
    const log = '💥é'.repeat(200_000)
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    writeFileSync(path, header + printObservation(sentInMillis({ log })))
    const [observation] = await collectAll(readShare(path, { damaged: 0 }))
    expect(observation).toMatchObject({ log })
  })

  it.each([
    ['an empty file', ''],
    ['a torn header', header.slice(0, 20)],
    ['another program’s file', '{"metric":"http_reqs"}\n'],
    ['a later form of the file', header.replace('@1', '@2')],
    ['a header without its share', '{"schema":"coldburst/observations@1"}\n'],
    ['binary data without a line feed', '\0'.repeat(9_000_000)],
  ])('refuses %s', async (_, text) => {
    await expect(read(text)).rejects.toThrow(ForeignFileError)
  })

  it('rejects when there is a folder in the place of the file', async () => {
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    mkdirSync(path)
    await expect(collectAll(readShare(path, { damaged: 0 }))).rejects.toThrow('EISDIR')
  })

  it.runIf(process.platform === 'linux')('closes the file when the reader stops early', async () => {
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    writeFileSync(path, header + lineOf(0) + lineOf(1))
    for await (const [first] of readShare(path, { damaged: 0 })) {
      expect(first?.seq).toBe(0)
      break
    }
    // The system closes it on a thread of its own.
    await expect.poll(openFiles).not.toContain(path)
  })
})

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      // The folder's own descriptor is gone by now.
      return []
    }
  })
}

async function* each(observations: readonly Observation[]): AsyncGenerator<Observation[]> {
  for (const observation of observations) yield [observation]
}

describe('mergeShares', () => {
  it('puts the observations of all shares in the order they ended; dropped ones ended when due', async () => {
    const first = [sentInMillis({ seq: 0, end: 10 }), sentInMillis({ seq: 2, end: 40 })]
    const second = [sentInMillis({ seq: 1, end: 20 }), droppedInMillis(30, { seq: 3 })]
    const merged = await collectAll(mergeShares([each(first), each([]), each(second)]))
    expect(merged.map(({ seq }) => seq)).toEqual([0, 1, 3, 2])
  })

  it('brings an error of one share to the reader and ends the others', async () => {
    let ended = false
    async function* endless(): AsyncGenerator<Observation[]> {
      try {
        for (;;) yield [sentInMillis()]
      } finally {
        ended = true
      }
    }
    async function* broken(): AsyncGenerator<Observation[]> {
      yield [sentInMillis()]
      throw new Error('unreadable')
    }
    await expect(collectAll(mergeShares([broken(), endless()]))).rejects.toThrow('unreadable')
    expect(ended).toBe(true)
  })
})
