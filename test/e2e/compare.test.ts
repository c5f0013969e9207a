import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Comparison } from '../../lib/model/comparison.ts'
import { cli, onlyRun, start } from '../support/cli.ts'
import { onlyComparison } from '../support/compare.ts'
import { descendants } from '../support/processes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const simulated = fileURLToPath(new URL('../../profiles/simulated.yaml', import.meta.url))
const heavy = fileURLToPath(new URL('../fixtures/functions/heavy', import.meta.url))

const fateOf = ({ settings }: Comparison, name: string) =>
  settings.find(({ setting }) => setting.name === name)?.fate

test(
  'a published sweep gives its cheapest, its knee, and the fastest of about the cheapest',
  { timeout: 120_000 },
  async () => {
    const cwd = temporaryFolder()
    const sweep = ['--local', simulated, '--function', 'sweep', '--memory', '128,256,512,1024,1769,2048']
    const load = ['-c', '4', '-n', '24', '--cold', '2', '--out', 'md=a.md', '--out', 'svg=a.svg']
    const { code, stdout, stderr } = await cli(['compare', ...sweep, ...load], { cwd })
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain('512 MB')
    expect(stderr).toContain(`Stored in ${onlyRun(cwd)}`)
    expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).toMatch(/^<svg|^<\?xml/)

    const comparison = onlyComparison(cwd)
    expect(comparison.validity).toEqual({ valid: true, reasons: [] })
    // GB-seconds of the published Durations: 0.1421 at 128 MB, 0.1384 at 256, 0.1417 at 512, 0.1570 at 1,024.
    expect(comparison.recommendation).toMatchObject({
      kind: 'recommended',
      setting: '512 MB',
      because: 'fastest-of-cheap',
      ranking: {
        cheapest: { setting: '256 MB' },
        knee: { setting: '1769 MB' },
        fastest: { setting: '2048 MB' },
      },
    })
    for (const { setting, fate, warm, cold } of comparison.settings) {
      expect(fate, setting.name).toEqual({ kind: 'measured' })
      expect([warm.accepted, cold.accepted], setting.name).toEqual([24, 2])
    }
    // Five versions of each of the six.
    expect(comparison.putBack).toMatchObject({ kind: 'put-back', versionsDeleted: 30, aliasesDeleted: 30 })

    const again = await cli(['report', onlyRun(cwd), '--out', 'md=b.md'], { cwd })
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toBe(stdout)
    expect(readFileSync(join(cwd, 'b.md'), 'utf8')).toBe(readFileSync(join(cwd, 'a.md'), 'utf8'))
  },
)

test('a function that waits is best off with the smallest setting', async () => {
  const cwd = temporaryFolder()
  const load = ['-c', '2', '-n', '16', '--cold', '2', '--payload', '{"holdMs":100}']
  const { code, stdout } = await cli(
    ['compare', '--local', 'hello', '--memory', '512,1024,128', ...load, '--json'],
    { cwd },
  )
  const comparison = JSON.parse(stdout) as Comparison
  expect(code, stdout).toBe(0)
  expect(comparison.recommendation).toMatchObject({ kind: 'recommended', setting: '128 MB' })
  expect(comparison).toEqual(onlyComparison(cwd))
})

test('a size that the function dies at is told, and does not stop the others', async () => {
  const cwd = temporaryFolder()
  // On a machine that is slow to hand out memory it takes the function a while to use it up.
  const load = ['-n', '10', '--cold', '2', '--function-timeout', '20s']
  const { code, stdout } = await cli(['compare', '--local', heavy, '--memory', '128,512', ...load], {
    cwd,
  })
  expect(code, stdout).toBe(0)
  const comparison = onlyComparison(cwd)
  expect(fateOf(comparison, '128 MB')).toMatchObject({ kind: 'failing', name: 'Runtime.OutOfMemory' })
  expect(fateOf(comparison, '512 MB')).toEqual({ kind: 'measured' })
  const died = comparison.settings.find(({ setting }) => setting.name === '128 MB')
  // It was given up after ten, and not repeated until the rounds were over.
  expect((died?.warm.failed ?? 0) + (died?.cold.failed ?? 0)).toBeLessThan(16)
  expect(comparison.recommendation).toMatchObject({ kind: 'recommended' })
})

test('where no setting keeps within the limits nothing is recommended, and the exit code is 4', async () => {
  const load = ['-n', '12', '-c', '2', '--cold', '2', '--in-place', '--slo', 'duration p(50) < 1us']
  const { code, stdout } = await cli(['compare', '--local', 'hello', '--memory', '128,256', ...load])
  expect(code, stdout).toBe(4)
})

test('of too few rounds to show a difference nothing is recommended, and the exit code is 4', async () => {
  const load = ['-n', '20', '-c', '10', '--cold', '0']
  const local = ['--local', simulated, '--function', 'sweep', '--memory', '128,512']
  const { code, stdout, stderr } = await cli(['compare', ...local, ...load])
  expect(code, stdout + stderr).toBe(4)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'No difference can be shown: that takes six rounds, and there are 2. Six rounds are 60 warm samples of each setting.',
  )
  expect(stdout).not.toMatch(/cheapest \(|the fastest,|●/)
  expect(stderr).toContain('so that nothing will be recommended')
})

test('Ctrl-C ends the block in flight, puts everything back, and reports what there is', async () => {
  const cwd = temporaryFolder()
  const compare = start(['compare', '--local', 'hello', '--memory', '128,256', '-n', '2000', '--cold', '4'], {
    cwd,
  })
  await waitForBlocks(cwd, 6)
  compare.child.kill('SIGINT')
  const { code, stdout, stderr } = await compare.ended
  expect(code, stdout + stderr).toBe(130)
  expect(stderr).toContain('then putting everything back')
  const comparison = onlyComparison(cwd)
  expect(comparison.ended).toBe('interrupted')
  expect(comparison.putBack).toMatchObject({ kind: 'put-back' })
  expect(comparison.settings[0]?.warm.accepted).toBeGreaterThan(0)
})

test('a second Ctrl-C gives up what is in flight, and a third does not stop the putting back', async () => {
  const cwd = temporaryFolder()
  const slow = ['--payload', '{"holdMs":60000}', '--function-timeout', '100s']
  const compare = start(
    ['compare', '--local', 'hello', '--memory', '128,256', '-n', '10', '--cold', '2', ...slow],
    {
      cwd,
    },
  )
  await waitForBlocks(cwd, 1)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  compare.child.kill('SIGINT')
  await compare.seen('Press Ctrl-C again')
  compare.child.kill('SIGINT')
  await compare.seen('Giving up what is in flight')
  compare.child.kill('SIGINT')
  const { code, stderr } = await compare.ended
  expect(code, stderr).toBe(130)
  const comparison = onlyComparison(cwd)
  expect(comparison.putBack).toMatchObject({ kind: 'put-back' })
  expect(comparison.ended).toBe('interrupted')
})

test('a signal that ends the local Lambda, too, leaves nothing to put back, and is no fault of it', async () => {
  const cwd = temporaryFolder()
  const compare = start(['compare', '--local', 'hello', '--memory', '128,256', '-n', '2000', '--cold', '2'], {
    cwd,
  })
  await waitForBlocks(cwd, 6)
  const [lambda = 0] = descendants(compare.child.pid ?? 0)
  compare.child.kill('SIGTERM')
  await compare.seen('then putting everything back')
  process.kill(lambda, 'SIGTERM')
  const { code, stdout, stderr } = await compare.ended
  expect(code, stdout + stderr).toBe(143)
  expect(stdout).not.toMatch(/coldburst restore|ended unexpectedly/)
  const { ended, putBack } = onlyComparison(cwd)
  expect([ended, putBack.kind === 'left']).toEqual(['interrupted', false])
})

test('when the local Lambda dies what was measured is reported, and the exit code is 3', async () => {
  const cwd = temporaryFolder()
  const compare = start(['compare', '--local', 'hello', '--memory', '128,256', '-n', '2000', '--cold', '2'], {
    cwd,
  })
  await waitForBlocks(cwd, 6)
  const [lambda = 0] = descendants(compare.child.pid ?? 0)
  process.kill(lambda, 'SIGKILL')
  const { code, stdout, stderr } = await compare.ended
  expect(code, stdout + stderr).toBe(3)
  expect(stdout).toContain('the local Lambda ended unexpectedly (SIGKILL)')
  expect(onlyComparison(cwd).validity.valid).toBe(false)
})

test('a full disk ends the comparison clearly: what was saved is reported, the exit code is 3', async () => {
  const cwd = temporaryFolder()
  const load = ['-c', '4', '-n', '8000', '--cold', '0']
  const { code, stdout, stderr } = await cli(
    ['compare', '--local', 'hello', '--memory', '128,256', ...load],
    {
      cwd,
      // 512-byte blocks in bash's posix mode, 1,024 otherwise: less than the 400 invocations of a block take.
      shell: 'ulimit -f 40;',
    },
  )
  expect(code, stdout + stderr).toBe(3)
  expect(stdout + stderr).toMatch(/could not be stored \(.*EFBIG/)
  expect(onlyComparison(cwd).putBack).toMatchObject({ kind: 'put-back' })
})

test('what the user got wrong ends with 2, all at once, and leaves no folder', async () => {
  const cwd = temporaryFolder()
  const wrong = ['--memory', '128', '--cold', 'x', '--nonsense']
  const { code, stderr } = await cli(['compare', '--local', 'hello', ...wrong], { cwd })
  expect(code).toBe(2)
  for (const said of ['--memory', '--cold', '--nonsense', 'coldburst compare --help'])
    expect(stderr).toContain(said)
  expect(existsSync(join(cwd, 'runs'))).toBe(false)
})

/** So many blocks have begun. */
async function waitForBlocks(cwd: string, blocks: number): Promise<void> {
  const begun = (): boolean =>
    existsSync(join(cwd, 'runs')) &&
    existsSync(join(onlyRun(cwd), 'blocks', String(blocks - 1).padStart(4, '0'), 'observations.0.ndjson'))
  await expect.poll(begun, { timeout: 30_000, interval: 50 }).toBe(true)
}
