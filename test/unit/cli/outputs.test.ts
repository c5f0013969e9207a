import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createOutput } from '../../../cli/context.ts'
import { parseOutputs, printReport, runReports, writeOutputs } from '../../../cli/outputs.ts'
import type { StoredRun } from '../../../lib/store/run-folder.ts'
import { exampleRun } from '../../fixtures/example-run.ts'
import { storedPlanWith } from '../../support/stored-plan.ts'
import { KeptStream } from '../../support/stream.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('--out', () => {
  it('names a kind and a file, relative to the working folder', () => {
    const folder = temporaryFolder()
    expect(parseOutputs(['md=report.md', `json=${join(folder, 'a=b.json')}`], folder, runReports)).toEqual({
      outputs: [
        { kind: 'md', path: join(folder, 'report.md') },
        { kind: 'json', path: join(folder, 'a=b.json') },
      ],
      problems: [],
    })
  })

  it.each([
    ['report.md', '"report.md" names no file'],
    ['=report.md', 'there is no kind ""'],
    ['markdwn=report.md', 'there is no kind "markdwn"'],
    ['toString=report.md', 'there is no kind "toString"'],
    ['md=', 'the path is empty'],
    ['md=gone/report.md', 'there is no folder for "gone/report.md"'],
    ['md=file/report.md', 'there is no folder for "file/report.md"'],
    ['md=.', '"." is a folder'],
  ])('%s is a problem before anything is sent', (text, fault) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const { outputs, problems } = parseOutputs([text], folder, runReports)
    expect(outputs).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ where: '--out', message: expect.stringContaining(fault) })
  })

  it('knows the kinds of its own command', () => {
    const folder = temporaryFolder()
    expect(parseOutputs(['svg=a.svg'], folder, ['json', 'svg'])).toEqual({
      outputs: [{ kind: 'svg', path: join(folder, 'a.svg') }],
      problems: [],
    })
    expect(parseOutputs(['svg=a.svg'], folder, runReports).problems[0]?.message).toContain(
      'there is no kind "svg", write one of text, json, md',
    )
  })

  it('can’t name one file twice', () => {
    const { outputs, problems } = parseOutputs(['md=a', 'json=./a'], temporaryFolder(), runReports)
    expect(outputs).toHaveLength(1)
    expect(problems[0]?.message).toContain('"./a" is written twice')
  })

  it('tells all its problems at once', () => {
    expect(parseOutputs(['x', 'y', 'md='], temporaryFolder(), runReports).problems).toHaveLength(3)
  })
})

const run = exampleRun()
const stored: StoredRun = {
  folder: '',
  plan: storedPlanWith(),
  readings: [],
  async *observations() {},
  async *batches() {},
  async *health() {},
  async *resources() {},
}

describe('reports', () => {
  it('go to the screen as text, and as the document alone with --json', async () => {
    const [text, json] = [new KeptStream(), new KeptStream()]
    await printReport(run, stored, false, { out: createOutput(text, {}, false) })
    await printReport(run, stored, true, { out: createOutput(json, {}, false) })
    expect(text.text).toContain(run.plan.name)
    expect(JSON.parse(json.text)).toMatchObject({ schema: 'coldburst/run@1' })
  })

  it('go to files, over what was there', async () => {
    const path = join(temporaryFolder(), 'run.json')
    writeFileSync(path, 'x'.repeat(1_000_000))
    expect(await writeOutputs(run, stored, [{ kind: 'json', path }])).toEqual([])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ schema: 'coldburst/run@1' })
  })

  it.runIf(process.platform === 'linux')(
    'that can’t be written are named, and the others written',
    async () => {
      const path = join(temporaryFolder(), 'run.json')
      const outputs = [{ kind: 'md', path: '/dev/full' } as const, { kind: 'json', path } as const]
      expect(await writeOutputs(run, stored, outputs)).toEqual([
        expect.stringMatching(/^the md report could not be written \(ENOSPC/),
      ])
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ schema: 'coldburst/run@1' })
    },
  )
})
