import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cli, onlyRun, readRun, type Running, start } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { alive, descendants } from '../support/processes.ts'

const short = ['--local', 'hello', '-c', '2', '-n', '10']
const long = ['--local', 'hello', '--rate', '20/s', '-d', '60s', '--payload', '{"holdMs":100}']

test('thresholds that hold end with 0, and say so', async () => {
  const { code, stdout } = await cli([
    'run',
    ...short,
    '--threshold',
    'error_rate == 0',
    '--threshold',
    'cold_starts <= 2',
  ])
  expect(code, stdout).toBe(0)
  expect(stdout).toContain('✓')
})

test('a threshold that fails ends with 99, and the report is still written', async () => {
  const cwd = temporaryFolder()
  const { code, stdout } = await cli(
    ['run', ...short, '--threshold', 'duration max < 1us', '--out', 'json=r.json'],
    { cwd },
  )
  expect(code, stdout).toBe(99)
  expect(stdout).toContain('✗')
  expect(existsSync(join(cwd, 'r.json'))).toBe(true)
})

test('a threshold on what was never seen ends with 4', async () => {
  const { code, stdout } = await cli(['run', ...short, '--threshold', 'restore_duration p(50) < 1s'])
  expect(code, stdout).toBe(4)
})

test('a threshold that ten observations can not settle counts as the user says', async () => {
  const threshold = ['--threshold', 'response_time p(99) < 30s']
  expect((await cli(['run', ...short, ...threshold])).code).toBe(0)
  expect((await cli(['run', ...short, ...threshold, '--inconclusive', 'fail'])).code).toBe(4)
})

test('a run in which nothing succeeded ends with 3, whatever its thresholds say, and shows why first', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  await once(free, 'close')
  const endpoint = `http://127.0.0.1:${port}`
  const { code, stdout } = await cli([
    'run',
    '--endpoint',
    endpoint,
    '--function',
    'f',
    '--burst',
    '3',
    '--threshold',
    'cold_starts < 0',
  ])
  expect(code, stdout).toBe(3)
  expect(stdout.split('\n').slice(0, 4).join('\n')).toMatch(/nothing succeeded/)
  expect(stdout).toContain('ECONNREFUSED')
})

test('what the user got wrong ends with 2, all at once, and nothing is sent or stored', async () => {
  const cwd = temporaryFolder()
  const { code, stdout, stderr } = await cli(
    ['run', '--burst', '0', '--rate', 'x', '--memory', '12', '--nonsense'],
    { cwd },
  )
  expect(code).toBe(2)
  expect(stdout).toBe('')
  for (const flag of ['--burst', '--rate', '--memory', '--nonsense']) expect(stderr).toContain(flag)
  expect(existsSync(join(cwd, 'runs'))).toBe(false)
})

test('a plan that was changed by hand into nonsense is an internal error with its stack', async () => {
  const cwd = temporaryFolder()
  await cli(['run', ...short], { cwd })
  const path = join(onlyRun(cwd), 'plan.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace('"thresholds": []', '"thresholds": ["nonsense"]'))
  const { code, stderr } = await cli(['report', onlyRun(cwd)], { cwd })
  expect(code).toBe(1)
  expect(stderr).toMatch(/nonsense[\s\S]+ at /)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s drains: what is in flight ends, the report is there, the exit code is %i',
  async (signal, expected) => {
    const cwd = temporaryFolder()
    const run = start(['run', ...long], { cwd })
    await waitForObservations(cwd, 20)
    const started = processesOf(run)
    run.child.kill(signal)
    const { code, stdout } = await run.ended
    expect(code).toBe(expected)
    expect(stdout).toContain('Latency')
    const document = readRun(onlyRun(cwd))
    expect(document.ended).toBe('interrupted')
    expect(document.counts.ok).toBe(document.counts.sent)
    expect(document.counts.sent).toBeLessThan(1200)
    // The warden clears up after the others and goes last.
    await expect.poll(() => alive(started), { timeout: 10_000 }).toEqual([])
  },
)

test('a second SIGINT gives up what is in flight, and reports it', async () => {
  const cwd = temporaryFolder()
  const args = [
    '--local',
    'hello',
    '--burst',
    '3',
    '--payload',
    '{"holdMs":60000}',
    '--function-timeout',
    '100s',
  ]
  const run = start(['run', ...args], { cwd })
  await waitForTruthOf(cwd)
  run.child.kill('SIGINT')
  await run.seen('Press Ctrl-C again')
  run.child.kill('SIGINT')
  const { code } = await run.ended
  expect(code).toBe(130)
  const { counts, errors } = readRun(onlyRun(cwd))
  expect(counts).toMatchObject({ sent: 3, transportError: 3 })
  expect(errors).toMatchObject([{ name: 'INTERRUPTED', count: 3 }])
})

test('after kill -9 in mid-run `report` makes the document from what was stored, and no process is left', async () => {
  const cwd = temporaryFolder()
  const run = start(['run', ...long], { cwd })
  await waitForObservations(cwd, 20)
  const started = processesOf(run)
  run.child.kill('SIGKILL')
  await run.ended
  const folder = onlyRun(cwd)
  expect(existsSync(join(folder, 'run.json'))).toBe(false)
  // A line torn by the crash, as an unlucky moment would leave it.
  const file = join(folder, 'observations.0.ndjson')
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n{"seq":99,"ph`)
  const { code, stdout } = await cli(['report', folder], { cwd })
  expect(code, stdout).toBe(0)
  const document = readRun(folder)
  expect(document.ended).toBe('incomplete')
  expect(document.validity.valid).toBe(true)
  expect(document.counts.ok).toBeGreaterThanOrEqual(20)
  await expect.poll(() => alive(started), { timeout: 10_000 }).toEqual([])
})

test('a full disk ends the run clearly: what was saved is reported, the exit code is 3', async () => {
  const cwd = temporaryFolder()
  // 512-byte blocks in bash's posix mode, 1,024 otherwise: 30 KB either way hold a hundred observations or so.
  const { code, stdout, stderr } = await cli(['run', '--local', 'hello', '-c', '4', '-n', '5000', '--json'], {
    cwd,
    shell: 'ulimit -f 30;',
  })
  expect(code, stderr).toBe(3)
  expect(stderr).toMatch(/could not be stored \(.*EFBIG/)
  const run = JSON.parse(stdout) as ReturnType<typeof readRun>
  expect(run.counts.ok).toBeGreaterThan(20)
  expect(run.counts.ok).toBeLessThan(5000)
})

/** The local Lambda, its warden and at least two environments: the run needs that many. */
function processesOf({ child }: Running): number[] {
  const started = descendants(child.pid ?? 0)
  expect(started.length).toBeGreaterThanOrEqual(4)
  return started
}

/** Whole observations on disk, the header line apart. */
async function waitForObservations(cwd: string, lines: number): Promise<void> {
  const count = (): number => {
    if (!existsSync(join(cwd, 'runs'))) return 0
    const file = join(onlyRun(cwd), 'observations.0.ndjson')
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0
  }
  await expect.poll(count, { timeout: 20_000, interval: 50 }).toBeGreaterThan(lines + 1)
}

/** The burst is on its way as soon as the file of observations is there and the send has had a moment. */
async function waitForTruthOf(cwd: string): Promise<void> {
  const begun = (): boolean =>
    existsSync(join(cwd, 'runs')) && existsSync(join(onlyRun(cwd), 'observations.0.ndjson'))
  await expect.poll(begun, { timeout: 20_000, interval: 50 }).toBe(true)
  const quiet = new Promise((resolve) => setTimeout(resolve, 2_000))
  onTestFinished(async () => void (await quiet))
  await quiet
}
