import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { micros } from '../../../lib/model/time.ts'
import { printObservation } from '../../support/print-observation.ts'
import { openObservationWriter } from '../../../lib/store/observation-writer.ts'
import type { OutputFile } from '../../../lib/store/output-file.ts'
import { printEnd, printHeader } from '../../../lib/store/share-file.ts'
import { sentInMillis } from '../../support/observations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const share = { index: 0, of: 1 }
const header = printHeader(share)
const end = { ended: 'completed' as const, at: micros(9), peakInFlight: 1 }
const observation = sentInMillis()
const line = printObservation(observation)

/** A disk with room for so many bytes, which it takes a few at a time. */
class SmallDisk implements OutputFile {
  text = ''
  closed = false
  readonly #room: number
  readonly #cutting: boolean

  constructor(room: number, cutting = true) {
    this.#room = room
    this.#cutting = cutting
  }

  write(bytes: Uint8Array, start: number): number {
    const some = Math.min(7, bytes.length - start, this.#room - this.text.length)
    if (some <= 0) throw new Error('no space left on device')
    this.text += Buffer.from(bytes.subarray(start, start + some)).toString('latin1')
    return some
  }

  truncate(length: number): void {
    if (!this.#cutting) throw new Error('not supported')
    this.text = this.text.slice(0, length)
  }

  close(): void {
    this.closed = true
  }
}

describe('an observation writer', () => {
  it('writes a header, the observations and the end, each on its own line', () => {
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    const writer = openObservationWriter(path, share)
    writer.append(observation)
    writer.append(observation)
    writer.close(end)
    expect(readFileSync(path, 'utf8')).toBe(header + line + line + printEnd(end))
    expect(writer).toMatchObject({ failure: undefined, lost: 0 })
  })

  it('has the header on disk at once, and observations after a flush', () => {
    const disk = new SmallDisk(10_000)
    const writer = openObservationWriter('', share, () => disk)
    writer.append(observation)
    expect(disk.text).toBe(header)
    writer.flush()
    expect(disk.text).toBe(header + line)
  })

  it('does not gather more than 64 KB', () => {
    const disk = new SmallDisk(1_000_000)
    const writer = openObservationWriter('', share, () => disk)
    const lines = Math.ceil((64 * 1024) / line.length)
    for (let i = 0; i < lines; i++) writer.append(observation)
    expect(disk.text).toBe(header + line.repeat(lines))
  })

  it('never writes over a file that is there', () => {
    const path = join(temporaryFolder(), 'observations.0.ndjson')
    writeFileSync(path, 'precious')
    expect(() => openObservationWriter(path, share)).toThrow('EEXIST')
    expect(readFileSync(path, 'utf8')).toBe('precious')
  })

  it('is none where not even the header fits, so that nothing is sent that could not be stored', () => {
    const disk = new SmallDisk(header.length - 1)
    expect(() => openObservationWriter('', share, () => disk)).toThrow('no space left on device')
    expect(disk.text).toBe('')
    expect(disk.closed).toBe(true)
  })

  it('keeps whole lines when the disk is full, and counts every observation that is in no file', () => {
    const disk = new SmallDisk(header.length + line.length + 10)
    const writer = openObservationWriter('', share, () => disk)
    writer.append(observation)
    writer.flush()
    writer.append(observation)
    writer.append(observation)
    writer.flush()
    expect(disk.text).toBe(header + line)
    expect(writer.failure?.message).toBe('no space left on device')
    expect(writer.lost).toBe(2)

    writer.append(observation)
    writer.close(end)
    expect(writer.lost).toBe(3)
    expect(disk.text).toBe(header + line)
    expect(disk.closed).toBe(true)
  })

  it('keeps the whole lines of a write that found room only in part', () => {
    const disk = new SmallDisk(header.length + 2 * line.length + 10)
    const writer = openObservationWriter('', share, () => disk)
    for (let n = 0; n < 5; n += 1) writer.append(observation)
    writer.flush()
    expect(disk.text).toBe(header + line + line)
    expect(writer.lost).toBe(3)
  })

  it('does not throw on a disk that can’t be cut either, and keeps the first reason', () => {
    const disk = new SmallDisk(header.length + 3, false)
    const writer = openObservationWriter('', share, () => disk)
    writer.append(observation)
    writer.flush()
    expect(disk.text).toBe(header + line.slice(0, 3))
    expect(writer.failure?.message).toBe('no space left on device')
    expect(writer.lost).toBe(1)
  })

  it('says when the end alone no longer fits: no observation is lost then', () => {
    const disk = new SmallDisk(header.length + line.length)
    const writer = openObservationWriter('', share, () => disk)
    writer.append(observation)
    writer.close(end)
    expect(disk.text).toBe(header + line)
    expect(writer).toMatchObject({ failure: { message: 'no space left on device' }, lost: 0 })
  })

  it('says when the file system finds no room as late as on closing', () => {
    const disk = new SmallDisk(10_000)
    disk.close = () => {
      throw new Error('quota exceeded')
    }
    const writer = openObservationWriter('', share, () => disk)
    writer.close(end)
    expect(writer.failure?.message).toBe('quota exceeded')
  })
})
