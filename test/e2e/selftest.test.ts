import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Selftest } from '../../lib/model/selftest.ts'
import { cli, start } from '../support/cli.ts'
import { alive, descendants } from '../support/processes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Whether a time is ok or the machine too noisy for it depends on what else this machine does; that it is off does not.

test('a selftest finds nothing off, counts exactly, and leaves nothing behind', async () => {
  const temporary = temporaryFolder()
  const { code, stdout, stderr } = await cli(['selftest', '--only', 'a6,A14', '--only', 'A19', '--json'], {
    env: { TMPDIR: temporary },
  })
  expect(code, stdout).toBe(0)
  const selftest = JSON.parse(stdout) as Selftest
  expect(selftest).toMatchObject({ schema: 'coldburst/selftest@1', ended: 'completed' })
  expect(selftest.checks.map(({ id }) => id)).toEqual(['A6', 'A14', 'A19'])
  const rows = selftest.checks.flatMap((check) => check.rows)
  expect(rows.filter(({ verdict }) => verdict === 'off')).toEqual([])
  const counts = rows.filter((row) => row.kind === 'number' && row.unit === 'count')
  expect(counts.length).toBeGreaterThan(8)
  expect(counts.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
  expect(selftest.honestRate).toBeUndefined()
  expect(stderr).toContain('1 of 3  A6')
  expect(readdirSync(temporary)).toEqual([])
})

test('a paused generator is told from a slow function, in a table', async () => {
  const { code, stdout } = await cli(['selftest', '--only', 'A7', '--quiet'])
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/^A7 {3}A generator that stood still says so$/m)
  expect(stdout).toMatch(/claimed +measured +error/)
  expect(stdout).toMatch(/the run says so +yes +yes +✓ ok/)
  expect(stdout).toContain('1 check: 1 ')
})

test('Ctrl-C ends a selftest with 130, what is done so far, and no process', async () => {
  const temporary = temporaryFolder()
  const running = start(['selftest', '--only', 'A6,A11'], { env: { TMPDIR: temporary } })
  await running.seen('2 of 2')
  const processes = descendants(running.child.pid ?? 0)
  expect(processes.length).toBeGreaterThan(0)
  running.child.kill('SIGINT')
  const { code, stdout } = await running.ended
  expect(code).toBe(130)
  expect(stdout).toMatch(/^A6 /m)
  expect(stdout).not.toMatch(/^A11 /m)
  expect(stdout).toContain('Interrupted')
  expect(alive(processes)).toEqual([])
  expect(readdirSync(temporary)).toEqual([])
})

test('a check that there is not is a usage error, with what there is', async () => {
  const { code, stdout, stderr } = await cli(['selftest', '--only', 'A55', '--onyl', 'A6'])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/there is no check A55; .*A5/)
  expect(stderr).toMatch(/--onyl.*--only/)
})
