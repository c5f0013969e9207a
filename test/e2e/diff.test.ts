import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDiff } from '../../lib/model/diff.ts'
import { cli } from '../support/cli.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const profile = fileURLToPath(new URL('../../profiles/simulated.yaml', import.meta.url))

let folder = ''
const runs = { first: '', again: '', larger: '', failed: '' }

/** Fires for all tests and returns the path of what was stored, relative to the folder. */
async function fire(name: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [main, 'run', '--name', name, '--quiet', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: tmpdir() },
    stdio: 'ignore',
  })
  await once(child, 'close')
  const stored = readdirSync(join(folder, 'runs')).find((run) => run.endsWith(`-${name}`))
  if (stored === undefined) throw new Error(`no run is called ${name}`)
  return join('runs', stored)
}

// The models answer after a fixed Duration, so the seeds (1, 2 and 3) decide nothing but jitter.
const sweep = (memory: string, seed: string): readonly string[] => {
  const local = ['--local', profile, '--function', 'sweep', '--memory', memory]
  return [...local, '--seed', seed, '-c', '4', '-n', '120']
}

const failing = `functions:
  - name: sweep
    memory: 512
    simulate: { seed: 1, init: 5ms, work: { wait: 2ms }, failures: { error: 100% } }
`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
  runs.first = await fire('first', sweep('512', '1'))
  runs.again = await fire('again', sweep('512', '2'))
  runs.larger = await fire('larger', sweep('1024', '3'))
  writeFileSync(join(folder, 'failing.yaml'), failing)
  runs.failed = await fire('failed', ['--local', 'failing.yaml', '-c', '4', '-n', '120'])
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const diff = async (...args: readonly string[]) => cli(['diff', ...args], { cwd: folder })

async function documentOf(...args: readonly string[]): Promise<RunDiff> {
  const { stdout } = await diff(...args, '--json')
  return JSON.parse(stdout) as RunDiff
}

const metricOf = ({ differences }: RunDiff, metric: string) =>
  differences.find((difference) => difference.metric === metric)

/** What the machine these tests run on can't disturb. */
const undisturbed = ({ differences }: RunDiff) =>
  differences.filter(({ metric }) => !/^(response|service)_time/.test(metric))

describe('coldburst diff', () => {
  test('finds two runs of the same function level in Duration, rates and cost', async () => {
    const document = await documentOf(runs.first, runs.again)
    expect(document.schema).toBe('coldburst/diff@1')
    const told = undisturbed(document).filter(({ verdict }) => verdict !== 'unknown')
    expect(told.map(({ metric }) => metric)).toEqual(
      expect.arrayContaining(['duration{start:warm} p(50)', 'billed_duration avg', 'cost_per_million']),
    )
    expect(told.map(({ metric, verdict }) => [metric, verdict])).toEqual(
      told.map(({ metric }) => [metric, 'level']),
    )
  })

  test('finds a run level with itself in everything', async () => {
    const { code, stdout } = await diff(runs.first, runs.first)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Differences.*\n.*\d+ level/)
    expect(stdout).not.toMatch(/better|worse/)
    const { differences } = await documentOf(runs.first, runs.first)
    expect(new Set(differences.map(({ absolute }) => absolute))).toEqual(new Set([0]))
  })

  test('refuses runs at different memory settings, and says how to compare them all the same', async () => {
    const { code, stdout, stderr } = await diff(runs.first, runs.larger)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('memory: 512 MB in the baseline, 1,024 MB in the candidate')
    expect(stderr).toMatch(
      /nothing was done\n[^]*\nRuns that differ so are not comparable; --force compares them all the same\.\n$/,
    )
  })

  test('shows what twice the memory does when it is forced: 283.44 ms become 157.00 ms', async () => {
    const { code, stdout } = await diff(runs.first, runs.larger, '--force')
    expect(code).toBe(0)
    expect(stdout).toContain('512 MB against 1,024 MB')
    expect(stdout).toMatch(/p50 +283 ms +157 ms +-126 ms +-44\.6 % .*better/)
    const p50 = metricOf(await documentOf(runs.first, runs.larger, '--force'), 'duration{start:warm} p(50)')
    expect(p50?.relative).toBeCloseTo(157 / 283.44 - 1, 3)
    expect(p50?.verdict).toBe('lower')
    // Each ms at 1,024 MB costs twice as much, and there are more than half as many.
    const cost = metricOf(await documentOf(runs.first, runs.larger, '--force'), 'cost_per_million')
    expect(cost?.verdict).toBe('higher')
  })

  test('ends with 3 when one of the runs is invalid, and says first which one and why', async () => {
    const { code, stdout } = await diff(runs.first, runs.failed, '--force')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^✗ The candidate is invalid/)
    expect(stdout).toContain('nothing succeeded')
    expect((await diff(runs.failed, runs.first, '--force')).stdout).toMatch(/^✗ The baseline is invalid/)
  })

  test('refuses another load and another payload', async () => {
    const local = ['--local', 'failing.yaml', '-c', '1']
    const [short, long] = [
      await fire('short', [...local, '-n', '4']),
      await fire('long', [...local, '-n', '5', '--payload', '{"a":1}']),
    ]
    const { code, stderr } = await diff(short, long)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^ {2}payload: /m)
    expect(stderr).toMatch(/^ {2}load: .*4.* in the baseline, .*5.* in the candidate/m)
  })

  test('writes the same for the same seed, into files too', async () => {
    const outputs = ['--out', 'md=diff.md', '--out', 'json=diff.json', '--out', 'text=diff.txt']
    const { code, stdout } = await diff(runs.first, runs.again, '--seed', '7', '--json', ...outputs)
    expect(code).toBe(0)
    expect(readFileSync(join(folder, 'diff.json'), 'utf8')).toBe(stdout)
    expect((await diff(runs.first, runs.again, '--seed', '7', '--json')).stdout).toBe(stdout)
    expect((JSON.parse(stdout) as RunDiff).seed).toBe(7)
    expect(readFileSync(join(folder, 'diff.md'), 'utf8')).toContain('## coldburst diff: `sweep`')
    expect(readFileSync(join(folder, 'diff.txt'), 'utf8')).toMatch(/^sweep\n/)
  })
})

describe('coldburst diff refuses, with exit code 2,', () => {
  test('everything that is wrong at once', async () => {
    const { code, stderr } = await diff('gone', '.', '--seed', 'x', '--frce', '--out', 'pdf=x')
    expect(code).toBe(2)
    expect(stderr).toContain('5 problems')
    expect(stderr).toContain('there is no such folder')
    expect(stderr).toContain('it holds no plan.json')
    expect(stderr).toContain('"x" is not a whole number')
    expect(stderr).toContain('did you mean --force?')
    expect(stderr).toContain('there is no kind "pdf"')
  })

  test('one run alone, and three', async () => {
    expect((await diff(runs.first)).code).toBe(2)
    const { code, stderr } = await diff(runs.first, runs.again, runs.larger)
    expect(code).toBe(2)
    expect(stderr).toContain('is a third run')
  })

  test('a comparison of settings, which is no run', async () => {
    mkdirSync(join(folder, 'compared'), { recursive: true })
    writeFileSync(join(folder, 'compared', 'comparison-plan.json'), '{}')
    const { code, stderr } = await diff('compared', runs.first)
    expect(code).toBe(2)
    expect(stderr).toContain('is a comparison of settings, not a run')
  })

  test('a run whose observations are something else', async () => {
    mkdirSync(join(folder, 'foreign'), { recursive: true })
    const plan = readFileSync(join(folder, runs.first, 'plan.json'))
    writeFileSync(join(folder, 'foreign', 'plan.json'), plan)
    writeFileSync(join(folder, 'foreign', 'observations.0.ndjson'), 'hello\n')
    const { code, stderr } = await diff('foreign', runs.first)
    expect(code).toBe(2)
    expect(stderr).toContain('observations.0.ndjson')
  })
})
