import { execFileSync } from 'node:child_process'

import { describe, expect, test } from 'vitest'

import { startCommand } from '../../../../lib/emulator/resources/start-command.ts'

const spec = { command: process.execPath, args: ['-p', '"$1"'], cwd: '/usr', env: { A: 'b' } }

describe.runIf(process.platform === 'linux')('a command that starts elsewhere', () => {
  test('runs the same program with the same arguments and variables, in its folder', () => {
    const print = 'console.log(JSON.stringify([process.cwd(), process.argv.slice(1), process.env.A]))'
    const { command, args, env } = startCommand({ ...spec, args: ['-e', print, 'a b', "it's"] }, 128, [])
    const out = execFileSync(command, [...args], { cwd: '/', env, encoding: 'utf8' })
    expect(JSON.parse(out)).toEqual(['/usr', ['a b', "it's"], 'b'])
  })

  test('has a limit of data far beyond its memory', () => {
    const { command, args } = startCommand(
      { ...spec, command: '/bin/sh', args: ['-c', 'ulimit -d'] },
      128,
      [],
    )
    // 2 × 128 + 512 MB
    expect(execFileSync(command, [...args], { encoding: 'utf8' }).trim()).toBe(String(768 * 1_024))
  })

  test('begins with what leads there', () => {
    const { command, args } = startCommand(spec, 128, ['/usr/bin/nsenter', '--mount=x', '--'])
    expect([command, ...args.slice(0, 3)]).toEqual(['/usr/bin/nsenter', '--mount=x', '--', '/bin/sh'])
  })
})

test('what the kernel would not run is started as it is, for its own error', () => {
  const missing = { ...spec, command: '/does/not/exist' }
  expect(startCommand(missing, 128, ['/usr/bin/nsenter'])).toBe(missing)
  const nowhere = { ...spec, cwd: '/does/not/exist' }
  expect(startCommand(nowhere, 128, ['/usr/bin/nsenter'])).toBe(nowhere)
})
