import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ResourceLine } from '../../../lib/model/emulation.ts'
import { readResourceLog } from '../../../lib/store/resource-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function read(text?: string): Promise<ResourceLine[]> {
  const path = join(temporaryFolder(), 'local-lambda.ndjson')
  if (text !== undefined) writeFileSync(path, text)
  const lines: ResourceLine[] = []
  for await (const line of readResourceLog(path)) lines.push(line)
  return lines
}

const mechanisms =
  '{"kind":"mechanisms","at":1795000000000,"cores":2,"rows":[{"row":"cpu","means":"quota"},{"row":"freeze","means":"none","degraded":"it runs on"}]}\n'
const sample =
  '{"kind":"sample","at":1795000001000,"spanMs":1000,"functions":{"hello":{"busy":3,"askedShare":0.072357,"givenShare":0.072357,"busySeconds":2.9,"wantedSeconds":1.4,"askedSeconds":0.1013,"cpuSeconds":0.1009,"waitedSeconds":0.002}},"hostSaturated":true,"emulatorCpuSeconds":0.031}\n'

const readMechanisms = {
  kind: 'mechanisms',
  cores: 2,
  rows: [
    { row: 'cpu', means: 'quota' },
    { row: 'freeze', means: 'none', degraded: 'it runs on' },
  ],
}
const readSample = {
  kind: 'sample',
  spanMs: 1_000,
  functions: [
    {
      name: 'hello',
      busy: 3,
      askedShare: 0.072357,
      givenShare: 0.072357,
      busySeconds: 2.9,
      wantedSeconds: 1.4,
      askedSeconds: 0.1013,
      cpuSeconds: 0.1009,
      waitedSeconds: 0.002,
    },
  ],
  hostSaturated: true,
  emulatorCpuSeconds: 0.031,
}

describe('the file in which the local Lambda tells of itself', () => {
  it('is read line by line', async () => {
    expect(await read(mechanisms + sample)).toEqual([readMechanisms, readSample])
  })

  it('is passed over where it is missing or empty', async () => {
    expect(await read()).toEqual([])
    expect(await read('')).toEqual([])
  })

  it('may have a torn last line, keys of a later version, and lines that are none of its own', async () => {
    const later = sample.replace('"busy":3', '"moon":"full","busy":3')
    const strange = [
      '',
      'null',
      '[]',
      '5',
      '{"kind":"moon"}',
      '{"kind":"sample"}',
      '{"kind":"mechanisms"}',
      '\u0000',
    ]
    const text = `${strange.join('\n')}\n${later}{"kind":"sample","spanMs":10`
    expect(await read(text)).toEqual([readSample])
  })

  it.each([
    '{"hello":5}',
    '{"hello":null}',
    '{"hello":{"askedShare":"much","wantedSeconds":1,"askedSeconds":1,"cpuSeconds":1}}',
    '{"hello":{"askedShare":-1,"wantedSeconds":1,"askedSeconds":1,"cpuSeconds":1}}',
    '{"hello":{"askedShare":1,"wantedSeconds":1,"askedSeconds":1}}',
  ])('leaves out a function that nobody can have measured: %s', async (functions) => {
    const text = `{"kind":"sample","spanMs":1000,"functions":${functions},"hostSaturated":"yes"}\n`
    expect(await read(text)).toEqual([
      { kind: 'sample', spanMs: 1_000, functions: [], hostSaturated: false, emulatorCpuSeconds: 0 },
    ])
  })

  it('takes no row without a name and means, and cuts what fills the screen', async () => {
    const rows = [{ row: 'cpu' }, { means: 'x' }, 'cpu', { row: 'tmp', means: 'y'.repeat(10_000) }]
    expect(await read(`${JSON.stringify({ kind: 'mechanisms', rows })}\n`)).toEqual([
      { kind: 'mechanisms', rows: [{ row: 'tmp', means: 'y'.repeat(500) }] },
    ])
  })
})
