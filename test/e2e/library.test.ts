import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { RunDiff } from '../../lib/model/diff.ts'
import { cli, readRun } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const simulated = join(root, 'profiles', 'simulated.yaml')

/** Runs a program that imports the package by its name, as a user's does. */
async function program(source: string, limits = ':'): Promise<unknown> {
  const args = ['-c', `${limits}; exec "$0" "$@"`, process.execPath, '--input-type=module', '--eval', source]
  const { stdout } = await promisify(execFile)('bash', args, { cwd: root })
  return JSON.parse(stdout)
}

test('the library fires a profile given as data, and returns the document that it stores', async () => {
  const runs = temporaryFolder()
  const result = await program(`
    import { run } from 'coldburst'
    const profile = { target: { local: 'hello' }, phases: [{ burst: { size: 3 } }], thresholds: ['cold_starts == 3'] }
    let seen = 0
    const { run: document, folder } = await run(profile, { runs: ${JSON.stringify(runs)}, onProgress: ({ ended }) => (seen = ended) })
    console.log(JSON.stringify({ counts: document.counts, verdict: document.verdicts[0].kind, folder, seen }))
  `)
  expect(result).toMatchObject({ counts: { planned: 3, sent: 3, ok: 3 }, verdict: 'pass', seen: 3 })
  const { folder } = result as { folder: string }
  expect(folder.startsWith(join(runs, ''))).toBe(true)
  expect(readRun(folder).starts.cold).toBe(3)
})

test('the library tells every problem of a profile at once, before anything is sent', async () => {
  const result = await program(`
    import { run, UsageError } from 'coldburst'
    const profile = { target: { local: 'hello' }, phases: [{ burst: { size: 0 } }], thresholds: ['nonsense'] }
    const error = await run(profile).catch((error) => error)
    console.log(JSON.stringify({ usage: error instanceof UsageError, where: error.problems.map(({ where }) => where) }))
  `)
  expect(result).toMatchObject({
    usage: true,
    where: [expect.stringContaining('size'), expect.stringContaining('thresholds')],
  })
})

test('a full disk is told, and what was saved is returned', async () => {
  const result = await program(
    `
    import { run } from 'coldburst'
    const profile = { target: { local: 'hello' }, phases: [{ closed: { concurrency: 4, requests: 5000 } }] }
    const { run: document, troubles } = await run(profile, { runs: ${JSON.stringify(temporaryFolder())} })
    console.log(JSON.stringify({ ok: document.counts.ok, troubles }))
  `,
    'ulimit -f 30',
  )
  const { ok, troubles } = result as { ok: number; troubles: string[] }
  expect(ok).toBeGreaterThan(20)
  expect(ok).toBeLessThan(5_000)
  expect(troubles[0]).toMatch(/could not be stored \(.*EFBIG/)
})

test('aborting the signal drains, and what there is then is returned', async () => {
  const result = await program(`
    import { run } from 'coldburst'
    const stop = new AbortController()
    const profile = { target: { local: 'hello' }, phases: [{ rate: { per: '20/s', for: '60s' } }] }
    const onProgress = ({ ended }) => ended > 10 && stop.abort()
    const { run: document } = await run(profile, { runs: ${JSON.stringify(temporaryFolder())}, signal: stop.signal, onProgress })
    console.log(JSON.stringify({ ended: document.ended, sent: document.counts.sent, ok: document.counts.ok }))
  `)
  const { ended, sent, ok } = result as { ended: string; sent: number; ok: number }
  expect(ended).toBe('interrupted')
  expect(ok).toBe(sent)
  expect(sent).toBeLessThan(1_200)
})

test('the library holds one stored run against another, as the command does', async () => {
  const runs = temporaryFolder()
  const result = await program(`
    import { diff, run, UsageError } from 'coldburst'
    const target = { local: ${JSON.stringify(simulated)}, function: 'sweep' }
    const phases = [{ closed: { concurrency: 4, requests: 120 } }]
    const fire = async (memory) => {
      const { folder } = await run({ target: { ...target, memory }, phases }, { runs: ${JSON.stringify(runs)} })
      return folder
    }
    const [half, whole] = [await fire(512), await fire(1024)]
    const problemsOf = (error) => error instanceof UsageError && error.problems.map(({ where }) => where)
    console.log(JSON.stringify({
      half, whole,
      document: await diff(half, whole, { force: true, seed: 7 }),
      itself: await diff(half, half),
      refused: await diff(half, whole).catch(problemsOf),
      unfit: await diff('gone', ${JSON.stringify(runs)}, { seed: -1 }).catch(problemsOf),
    }))
  `)
  const { half, whole, document, itself, refused, unfit } = result as Diffed
  expect(refused).toContain('memory')
  expect(unfit).toEqual(['seed', 'gone', runs])
  expect(itself.seed).toBe(1)
  expect(new Set(itself.differences.map(({ absolute }) => absolute))).toEqual(new Set([0]))
  const p50 = document.differences.find(({ metric }) => metric === 'duration{start:warm} p(50)')
  // The published 283.44 and 157.00 ms.
  expect(p50?.relative).toBeCloseTo(157 / 283.44 - 1, 3)
  const command = await cli(['diff', half, whole, '--force', '--seed', '7', '--json'])
  expect(JSON.parse(command.stdout)).toEqual(document)
})

interface Diffed {
  readonly half: string
  readonly whole: string
  readonly document: RunDiff
  readonly itself: RunDiff
  readonly refused: readonly string[]
  readonly unfit: readonly string[]
}

test('the library compares the settings of a profile, and returns the document that it stores', async () => {
  const runs = temporaryFolder()
  const result = await program(`
    import { isDeepStrictEqual } from 'node:util'
    import { compare, report, reportComparison } from 'coldburst'
    const section = { memory: [128, 512], requests: 12, cold: 0 }
    const profile = { target: { local: 'hello' }, compare: section }
    const stages = new Set()
    const onProgress = ({ stage }) => stages.add(stage)
    const { comparison, folder, troubles } = await compare(profile, { runs: ${JSON.stringify(runs)}, onProgress })
    const accepted = comparison.settings.map(({ warm }) => warm.accepted)
    const again = isDeepStrictEqual(await reportComparison(folder), comparison)
    const asRun = await report(folder).catch(({ problems }) => problems[0].message)
    const putBack = comparison.putBack.kind
    console.log(JSON.stringify({ accepted, putBack, folder, troubles, stages: [...stages], again, asRun }))
  `)
  expect(result).toMatchObject({
    accepted: [12, 12],
    putBack: 'put-back',
    troubles: [],
    stages: ['preparing', 'firing', 'putting-back'],
    again: true,
    asRun: expect.stringContaining('reportComparison'),
  })
  const { folder } = result as { folder: string }
  expect(existsSync(join(folder, 'comparison.json'))).toBe(true)
})
