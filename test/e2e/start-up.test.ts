import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The built CLI with only some of the packages it depends on beside it, or none. */
function copyWith(packages: readonly string[]): string {
  const folder = temporaryFolder()
  for (const part of ['dist', 'package.json', ...packages.map((name) => join('node_modules', name))])
    cpSync(part, join(folder, part), { recursive: true })
  return join(folder, 'dist', 'cli', 'main.js')
}

const answerOf = (main: string, args: readonly string[]): string =>
  execFileSync(process.execPath, [main, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

test('--help and --version need no package at all: neither yargs nor the AWS SDK is loaded', () => {
  const main = copyWith([])
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(answerOf(main, ['--version'])).toBe(`${version}\n`)
  expect(answerOf(main, ['--help'])).toContain('coldburst run [profile]')
  expect(() => answerOf(main, ['run', '--help'])).toThrow(/yargs/)
})

test('the help of a command needs neither the AWS SDK nor zod', () => {
  const forYargs = ['yargs', 'yargs-parser', 'y18n', 'cliui', 'escalade', 'get-caller-file']
  const forText = ['string-width', 'strip-ansi', 'ansi-regex', 'ansi-styles', 'wrap-ansi']
  const forWidth = ['get-east-asian-width', 'emoji-regex', 'picocolors']
  const main = copyWith([...forYargs, ...forText, ...forWidth])
  expect(answerOf(main, ['run', '--help'])).toContain('--burst')
})

/** `  left  right` as pairs. */
const pairsOf = (help: string): Map<string, string> =>
  new Map(
    help.split('\n').flatMap((line): [string, string][] => {
      const [, left, right] = /^ {2}(\S.*?) {2,}(\S.*)$/u.exec(line) ?? []
      return left === undefined || right === undefined ? [] : [[left, right]]
    }),
  )

test('the quick help knows the same commands, options and words as the whole command line', async () => {
  const quick = pairsOf((await cli(['--help'])).stdout)
  // An argument more, and it is answered by what reads all other command lines.
  const whole = pairsOf((await cli(['--help', '--color'])).stdout)
  expect([...quick.keys()].toSorted()).toEqual([...whole.keys()].toSorted())
  for (const [left, right] of whole) expect(quick.get(left)).toContain(right)
})

test.skipIf(!existsSync('/dev/full'))('help that can not be written ends with 3 and says why', async () => {
  const { code, stderr } = await cli(['--help'], { shell: 'exec >/dev/full;' })
  expect(code).toBe(3)
  expect(stderr).toContain('ENOSPC')
})
