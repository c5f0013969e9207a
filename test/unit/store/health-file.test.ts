import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HealthSample } from '../../../lib/model/health.ts'
import { micros } from '../../../lib/model/time.ts'
import { openHealthWriter, readHealth } from '../../../lib/store/health-file.ts'
import type { OutputFile } from '../../../lib/store/output-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const header = '{"schema":"coldburst/health@1"}\n'

const thread = {
  busy: 0.25,
  longestDelay: micros(1_200),
  sent: 500,
  late: 2,
  dropped: 1,
  waited: 3,
  inFlight: 40,
}

const sampleAt = (at: number): HealthSample => ({
  at: micros(at),
  over: micros(1_000_000),
  threads: [thread],
  processCores: 0.5,
  machine: 0.75,
})

const pathOf = (text?: string): string => {
  const path = join(temporaryFolder(), 'health.ndjson')
  if (text !== undefined) writeFileSync(path, text)
  return path
}

async function read(path: string): Promise<HealthSample[]> {
  const samples: HealthSample[] = []
  for await (const sample of readHealth(path)) samples.push(sample)
  return samples
}

/** A disk with room for so many bytes, which it takes three at a time. */
function smallDisk(room: number): OutputFile & { text: string; closed: boolean } {
  return {
    text: '',
    closed: false,
    write(bytes, start) {
      const some = Math.min(3, bytes.length - start, room - this.text.length)
      if (some <= 0) throw new Error('no space left on device')
      this.text += Buffer.from(bytes.subarray(start, start + some)).toString()
      return some
    },
    truncate(length) {
      this.text = this.text.slice(0, length)
    },
    close() {
      this.closed = true
    },
  }
}

describe('a health writer', () => {
  it('writes a header and one compact line for each sample, at once', () => {
    const path = pathOf()
    const writer = openHealthWriter(path)
    expect(readFileSync(path, 'utf8')).toBe(header)
    writer.append(sampleAt(1_000_000))
    expect(readFileSync(path, 'utf8')).toBe(
      `${header}{"at":1000000,"over":1000000,"threads":[{"busy":0.25,"longestDelay":1200,"sent":500,` +
        `"late":2,"dropped":1,"waited":3,"inFlight":40}],"processCores":0.5,"machine":0.75}\n`,
    )
    writer.close()
  })

  it('writes shares and cores to a thousandth, and nothing for what is unknown', () => {
    const disk = smallDisk(10_000)
    const writer = openHealthWriter('', () => disk)
    writer.append({ at: micros(9), over: micros(9), threads: [{ ...thread, busy: 1 / 3 }] })
    expect(disk.text).toContain('"busy":0.333,')
    expect(disk.text).not.toContain('machine')
    expect(disk.text).not.toContain('processCores')
  })

  it('ends with its last whole line when the disk is full, and goes on without a word', () => {
    const disk = smallDisk(header.length + 60)
    const writer = openHealthWriter('', () => disk)
    writer.append(sampleAt(1_000_000))
    expect(disk).toMatchObject({ text: header, closed: true })
    writer.append(sampleAt(2_000_000))
    writer.close()
    expect(disk.text).toBe(header)
  })

  it('goes on without a file that can not be made, and leaves one that is there alone', () => {
    const nowhere = join(temporaryFolder(), 'missing', 'health.ndjson')
    const writer = openHealthWriter(nowhere)
    writer.append(sampleAt(1))
    writer.close()
    expect(existsSync(nowhere)).toBe(false)
    const taken = pathOf('mine\n')
    openHealthWriter(taken).append(sampleAt(1))
    expect(readFileSync(taken, 'utf8')).toBe('mine\n')
  })
})

describe('reading a health file', () => {
  it('gives back what was written', async () => {
    const path = pathOf()
    const writer = openHealthWriter(path)
    const samples = [sampleAt(1_000_000), { ...sampleAt(2_000_000), threads: [thread, thread] }]
    for (const sample of samples) writer.append(sample)
    writer.close()
    expect(await read(path)).toEqual(samples)
  })

  it('passes over a torn last line', async () => {
    const path = pathOf()
    openHealthWriter(path).append(sampleAt(1_000_000))
    appendFileSync(path, '{"at":2000000,"over":10')
    expect(await read(path)).toEqual([sampleAt(1_000_000)])
  })

  it.each([
    ['no JSON', '}'],
    ['a number', '7'],
    ['a stretch without length', '{"at":1,"over":0,"threads":[]}'],
    ['no threads', '{"at":1,"over":1,"threads":[]}'],
    ['half a thread', '{"at":1,"over":1,"threads":[{"busy":1}]}'],
    ['a negative time', `{"at":-1,"over":1,"threads":[${JSON.stringify(thread)}]}`],
    ['text for a share', `{"at":1,"over":1,"threads":[${JSON.stringify({ ...thread, busy: 'all' })}]}`],
  ])('passes over a line that is no sample: %s', async (_, line) => {
    const path = pathOf(`${header}${line}\n`)
    appendFileSync(path, `${JSON.stringify(sampleAt(3))}\n`)
    expect(await read(path)).toEqual([sampleAt(3)])
  })

  it('leaves out of a sample what it can not read of process and machine', async () => {
    const line = JSON.stringify({ ...sampleAt(5), machine: -1, processCores: 'two' })
    const [sample] = await read(pathOf(`${header}${line}\n`))
    expect(sample).toEqual({ at: 5, over: 1_000_000, threads: [thread] })
  })

  it('gives nothing for a file that is missing, empty or not ours', async () => {
    expect(await read(join(temporaryFolder(), 'none'))).toEqual([])
    expect(await read(temporaryFolder())).toEqual([])
    expect(await read(pathOf(''))).toEqual([])
    expect(await read(pathOf(`{"schema":"other@1"}\n${JSON.stringify(sampleAt(3))}\n`))).toEqual([])
  })
})
