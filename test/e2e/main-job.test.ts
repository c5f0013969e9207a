import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, onlyRun, readRun } from '../support/cli.ts'
import { runSchema } from '../support/run-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('three held bursts of 10 are 10 cold and 20 warm starts in 10 environments', async () => {
  const cwd = temporaryFolder()
  const args = [
    '--local',
    'hello',
    '--burst',
    '10',
    '--repeat',
    '3',
    '--every',
    '6s',
    '--payload',
    '{"holdMs":300}',
  ]
  const { code, stdout, stderr } = await cli(['run', ...args, '--out', 'md=report.md'], { cwd })
  expect(stderr).toContain('Stored in ')
  expect(code, stdout + stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(runSchema.parse(run)).toEqual(run)
  expect(run.counts).toMatchObject({ planned: 30, sent: 30, ok: 30, dropped: 0 })
  expect(run.starts).toEqual({ cold: 10, warm: 20, restored: 0, reinitialized: 0, unknown: 0 })
  expect(run.environments).toMatchObject({ count: 10, maxConcurrent: 10, reuse: [[3, 10]], overlaps: 0 })
  expect(run.evidence.disagreements).toEqual([])
  expect(run.distributions.init_duration?.cold?.count).toBe(10)
  expect(run.distributions.duration?.all?.min).toBeGreaterThanOrEqual(300_000)
  expect(stdout).toMatch(/cold +10/)
  expect(stdout).toMatch(/Estimate of what AWS would charge/)
  expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toContain('10 execution environments')
})

test('a handler of the user runs from its own folder, CommonJS too, with its environment variables', async () => {
  const cwd = temporaryFolder()
  const folder = new URL('../fixtures/functions/own-handler', import.meta.url).pathname
  const flags = ['--local', folder, '--handler', 'main.greet', '--env', 'GREETING=servus', '--memory', '256']
  const { code, stdout, stderr } = await cli(['run', ...flags, '-c', '2', '-n', '6', '--json'], { cwd })
  expect(code, stderr).toBe(0)
  const run = JSON.parse(stdout) as ReturnType<typeof readRun>
  expect(run.counts.ok).toBe(6)
  expect(run.target).toMatchObject({ kind: 'local', memoryMb: 256, emulated: true })
  // The handler throws unless the variable arrived; its value is stored nowhere.
  const stored = onlyRun(cwd)
  for (const name of ['plan.json', 'run.json', 'observations.0.ndjson', 'truth.ndjson']) {
    expect(readFileSync(join(stored, name), 'utf8')).not.toContain('servus')
  }
})

test('an open loop with a warm-up keeps the warm-up out of the numbers and in the bill', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', 'hello', '--rate', '40/s', '-d', '2s', '--warmup', '8x', '--json']
  const { code, stdout, stderr } = await cli(['run', ...flags], { cwd })
  expect(code, stderr).toBe(0)
  const run = JSON.parse(stdout) as ReturnType<typeof readRun>
  expect(run.counts.sent).toBe(80)
  expect(run.phases.map(({ name, discard, counts }) => [name, discard, counts.sent])).toEqual([
    ['warm-up', true, 8],
    ['rate', false, 80],
  ])
  expect(run.cost).toMatchObject({ kind: 'bill' })
  const quantity =
    run.cost.kind === 'bill' ? run.cost.items.filter(({ unit }) => unit.startsWith('request')) : []
  expect(quantity.reduce((sum, item) => sum + item.quantity, 0)).toBe(88)
})

test('the growth of /tmp is called out by name', async () => {
  const flags = ['--local', 'leaky', '-c', '2', '-n', '12', '--memory', '512']
  const { code, stdout, stderr } = await cli(['run', ...flags])
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/\/tmp grows 12 MB per invocation; 512 MB will be full after about 40/)
})

test('the same reports come out again from a stored run', async () => {
  const cwd = temporaryFolder()
  const first = await cli(['run', '--local', 'hello', '--burst', '4', '--json'], { cwd })
  const folder = onlyRun(cwd)
  const again = await cli(['report', folder, '--json', '--out', 'md=again.md'], { cwd })
  expect(again.code, again.stderr).toBe(0)
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout))
  expect(existsSync(join(cwd, 'again.md'))).toBe(true)
})
