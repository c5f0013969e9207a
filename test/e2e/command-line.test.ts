import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cli, onlyRun, readRun, start } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('--help and --version answer on stdout', async () => {
  const help = await cli(['--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const command of ['run', 'report', 'emulate']) expect(help.stdout).toContain(`coldburst ${command}`)
  expect((await cli(['run', '--help'])).stdout).toContain('--burst')
  expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  [[], 'name a command'],
  [['rnu'], 'run'],
  [['run', '--burst'], '--burst: wants a value; see coldburst run --help'],
  [['compare', '-c'], '-c: wants a value; see coldburst compare --help'],
  [
    ['diff', 'x'],
    'diff: name two folders of stored runs, as in coldburst diff runs/a runs/b; see coldburst diff',
  ],
  [['report'], 'report: name the folder of a stored run or comparison'],
  [['run', '--brust', '10'], 'did you mean --burst?'],
  [['run', '-c', '5', '--rate', '50/s', '-d', '2s'], '--rate'],
  [['run', '--burst', '5', '--every', '-2s'], 'negative'],
  [['run', '--burst', '5', '--local', 'no/such/folder'], 'no/such/folder'],
  [['run', '--burst', '5', '--payload', '@empty.json'], 'empty.json'],
  [['run', 'list.yaml'], 'list.yaml'],
  [['run', 'binary.yaml'], 'binary.yaml'],
  [['run', '--burst', '5', '--out', 'pdf=x.pdf'], 'text, json, md'],
  [['run', '--burst', '5', '--out', 'md=no/such/folder/x.md'], 'no/such/folder/x.md'],
  [['run', '--burst', '5', '--threshold', 'respnse_time p(99) < 1s'], 'response_time'],
  [['run', '--burst', '5', '--threshold', 'response_time{phase:brust} p(99) < 1s'], 'burst'],
  [['run', '--burst', '5', '--runs', 'file'], 'file'],
  [['run', '--function', 'f', '--burst', '5'], '--region'],
  [['report', 'no-such-run'], 'no-such-run'],
  [['report', 'foreign'], 'plan.json'],
  [['emulate', '--port', '99999'], '--port'],
  [['emulate', '--burst', '5'], '--burst'],
])('%j ends with 2 and names %s', async (args, named) => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'empty.json'), '')
  writeFileSync(join(cwd, 'file'), '')
  writeFileSync(join(cwd, 'list.yaml'), '- a\n- b\n')
  writeFileSync(join(cwd, 'binary.yaml'), Buffer.from([0, 255, 1, 254]))
  mkdirSync(join(cwd, 'foreign'))
  const { code, stdout, stderr } = await cli(args, { cwd, env: { AWS_EC2_METADATA_DISABLED: 'true' } })
  expect(code, stderr).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(named)
  expect(stderr).not.toMatch(/ at .*\.js:/)
})

test('a profile with several mistakes shows each with line, column and a caret', async () => {
  const cwd = temporaryFolder()
  const lines = [
    'name: x',
    'target: { local: hello, memroy: 256 }',
    'phases:',
    '  - { burst: { size: 0, every: fast } }',
    'thresholds: [wrong]',
  ]
  writeFileSync(join(cwd, 'p.yaml'), lines.join('\n'))
  const { code, stderr } = await cli(['run', 'p.yaml'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('(4 problems)')
  for (const place of ['p.yaml:2:25', 'p.yaml:4:22', 'p.yaml:4:32', 'p.yaml:5:19'])
    expect(stderr).toContain(place)
  expect(stderr).toMatch(/memroy[\s\S]*did you mean[\s\S]*memory/)
  expect(stderr).toMatch(/\n +\^/)
})

test('`emulate` says its endpoint first, serves `run --endpoint`, and ends cleanly with Ctrl-C', async () => {
  const server = start(['emulate', 'hello'])
  await server.seen(/http:\/\/127\.0\.0\.1:\d+\n/)
  await server.seen('Ctrl-C')
  const cwd = temporaryFolder()
  const endpoint = server.stdout().trim()
  const { code, stderr } = await cli(['run', '--endpoint', endpoint, '--function', 'hello', '--burst', '4'], {
    cwd,
  })
  expect(code, stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(run.starts.cold).toBe(4)
  expect(run.target).toMatchObject({
    kind: 'lambda',
    emulated: true,
    memoryMb: 128,
    architectureFrom: 'function',
  })
  server.child.kill('SIGINT')
  const ended = await server.ended
  expect(ended.code, ended.stderr).toBe(0)
  expect(ended.stdout).toBe(`${endpoint}\n`)
})

test('a port in use is a usage error', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { code, stderr } = await cli([
    'emulate',
    'hello',
    '--port',
    String((taken.address() as AddressInfo).port),
  ])
  expect(code).toBe(2)
  expect(stderr).toContain('in use')
})

test('a target that is not on loopback is announced, and refused where it may cost more than --max-cost', async () => {
  // An address of this machine that does not count as loopback by its name.
  const seen: string[] = []
  const stub = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(request.url?.endsWith('/configuration') ? 200 : 404)
    response.end(
      request.url?.endsWith('/configuration')
        ? JSON.stringify({ MemorySize: 1024, Timeout: 900, Architectures: ['arm64'] })
        : '{}',
    )
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void stub.close())
  await once(stub, 'listening')
  const endpoint = `http://[::ffff:127.0.0.1]:${(stub.address() as AddressInfo).port}`
  const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const args = ['run', '--function', 'f', '--endpoint', endpoint, '--region', 'eu-west-1', '--burst', '100']
  const refused = await cli(args, { env })
  expect(refused.code, refused.stderr).toBe(2)
  // 100 × 900 s × 1 GB × $0.0000133334 + 100 × $0.0000002 = $1.200026, rounded up
  expect(refused.stderr).toContain('$1.21')
  expect(refused.stderr).toMatch(/up to 100 invocations, up to 100 at once/)
  expect(seen.some((line) => line.startsWith('POST'))).toBe(false)
  const fired = await cli([...args, '--max-cost', '2usd'], { env })
  expect(fired.code).toBe(3)
  expect(seen.filter((line) => line.startsWith('POST'))).toHaveLength(100)
})
