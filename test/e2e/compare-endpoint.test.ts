import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  CreateAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { expect, onTestFinished, test } from 'vitest'
import type { RehearsedComparison } from '../../lib/engine/rehearse-comparison.ts'
import { cli, onlyRun, start } from '../support/cli.ts'
import { filesIn, onlyComparison, settingsOf } from '../support/compare.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// A function that is there before and after, behind an endpoint that speaks AWS's control plane.

test('a dry run says every call, what is fired and what it costs, and changes nothing', async () => {
  const { cwd, compare, client } = await served()
  const before = await settingsOf(client, 'hello')
  const { code, stdout, stderr } = await cli(
    [...compare, '-n', '20', '--cold', '4', '--cold-burst', '2', '--dry-run'],
    {
      cwd,
      env: stateIn(cwd),
    },
  )
  expect(code, stderr).toBe(0)
  for (const call of [
    'UpdateFunctionConfiguration',
    'PublishVersion',
    'CreateAlias',
    'DeleteAlias',
    'DeleteFunction',
  ])
    expect(stdout).toContain(call)
  // 20 rounds of one and a warm-up, and 2 bursts of 2.
  expect(stdout).toContain('Invocations of each setting: 40 warm and 4 cold, warm-ups included; 88 in all.')
  expect(stdout).toContain('It costs nothing')
  // Five versions of each setting, which are told before the calls that make them.
  expect(stdout.indexOf('10 × PublishVersion')).toBeGreaterThan(0)
  expect(stdout.indexOf('10 × PublishVersion')).toBeLessThan(stdout.indexOf('Before anything is fired'))
  for (const memory of ['MemorySize 128, ', 'MemorySize 256, ', 'MemorySize 512, '])
    expect(stdout).toContain(memory)
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(await settingsOf(client, 'hello')).toEqual(before)
  expect(readdirSync(cwd)).toEqual([])
})

test('a dry run in place counts the change before each block', async () => {
  const { cwd, compare } = await served()
  const args = [...compare, '--in-place', '-n', '10', '--cold', '0', '--dry-run']
  const { code, stdout, stderr } = await cli(args, { cwd, env: stateIn(cwd) })
  expect(code, stderr).toBe(0)
  // 10 rounds of both: one change within each, one before the first, one between two rounds or none; and one back.
  const [, changes] = /(\d+) × UpdateFunctionConfiguration/.exec(stdout) ?? []
  expect(Number(changes)).toBeGreaterThanOrEqual(12)
  expect(Number(changes)).toBeLessThanOrEqual(21)
  expect(stdout).toContain('From block to block, in random order')
})

test('versions and aliases are gone afterwards, and memory is what it was', async () => {
  const { cwd, compare, client } = await served()
  const before = await settingsOf(client, 'hello')
  const { code, stdout, stderr } = await cli([...compare, '-n', '12', '--cold', '4'], {
    cwd,
    env: stateIn(cwd),
  })
  expect([0, 4], stdout + stderr).toContain(code)
  const { putBack, settings, target } = onlyComparison(cwd)
  // Of each setting five, so that warm blocks come from as many environments.
  expect(putBack).toMatchObject({ kind: 'put-back', versionsDeleted: 10, aliasesDeleted: 10 })
  for (const { warm, cold, versions } of settings) {
    expect([warm.accepted, cold.accepted >= 4]).toEqual([12, true])
    expect(versions).toHaveLength(5)
  }
  expect(target.memoryMb).toBe(512)
  expect((await settingsOf(client, 'hello')).kept).toEqual(before.kept)
  expect(existsSync(join(cwd, 'state')) ? filesIn(join(cwd, 'state')) : []).toEqual([])
})

test('Ctrl-C in the middle puts everything back, too', async () => {
  const { cwd, compare, client } = await served()
  const before = await settingsOf(client, 'hello')
  const running = start([...compare, '-n', '2000', '--cold', '2'], { cwd, env: stateIn(cwd) })
  const fourth = (): boolean =>
    existsSync(join(cwd, 'runs')) && existsSync(join(onlyRun(cwd), 'blocks', '0003', 'observations.0.ndjson'))
  await expect.poll(fourth, { timeout: 30_000, interval: 50 }).toBe(true)
  running.child.kill('SIGTERM')
  const { code, stderr } = await running.ended
  expect(code, stderr).toBe(143)
  expect((await settingsOf(client, 'hello')).kept).toEqual(before.kept)
})

test('Ctrl-C again and again in one haste does not lose the report', async () => {
  const { cwd, compare, client } = await served()
  const before = await settingsOf(client, 'hello')
  const running = start([...compare, '-n', '2000', '--cold', '2'], { cwd, env: stateIn(cwd) })
  const fourth = (): boolean =>
    existsSync(join(cwd, 'runs')) && existsSync(join(onlyRun(cwd), 'blocks', '0003', 'observations.0.ndjson'))
  await expect.poll(fourth, { timeout: 30_000, interval: 50 }).toBe(true)
  const haste = setInterval(() => {
    if (running.stdout() === '') running.child.kill('SIGINT')
  }, 100)
  onTestFinished(() => clearInterval(haste))
  const { code, stdout, stderr } = await running.ended
  expect(code, stderr).toBe(130)
  expect(stdout).toContain('Put back: 512 MB as before')
  expect(onlyComparison(cwd).putBack.kind).toBe('put-back')
  expect((await settingsOf(client, 'hello')).kept).toEqual(before.kept)
})

test('--apply sets what is recommended, and says what was before', async () => {
  const { cwd, compare, client } = await served()
  const load = ['-n', '12', '--cold', '0', '--payload', '{"holdMs":50}']
  const { code, stderr } = await cli([...compare, ...load, '--apply-to', 'live', '--yes'], {
    cwd,
    env: stateIn(cwd),
  })
  expect(code, stderr).toBe(0)
  expect(onlyComparison(cwd).recommendation).toMatchObject({ setting: '128 MB' })
  const { kept } = await settingsOf(client, 'hello')
  expect(kept.MemorySize).toBe(128)
  expect(kept.aliases).toHaveLength(1)
  expect(kept.aliases?.[0]).toMatch(/^live → \d+$/)
  expect(stderr).toMatch(/512/)
})

test('the document says which value the function had already, and so does a report that is made again', async () => {
  const { cwd, client, endpoint } = await served()
  const Environment = { Variables: { MODE: 'b', TOKEN: 'a secret' } }
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Environment }))
  const waiting = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName: 'hello' })
  const args = ['compare', '--endpoint', endpoint, '--function', 'hello', '--vary-env', 'MODE=a,b']
  const options = { cwd, env: stateIn(cwd) }
  const { code, stdout, stderr } = await cli([...args, '-n', '12', '--cold', '0'], options)
  expect(code, stdout + stderr).toBe(0)
  expect(onlyComparison(cwd).current).toBe('MODE=b')
  const again = await cli(['report', onlyRun(cwd), '--json'], options)
  expect(JSON.parse(again.stdout)).toEqual(onlyComparison(cwd))
  const files = readdirSync(onlyRun(cwd), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  )
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'utf8'), name).not.toContain('a secret')
})

test('--apply-to says beforehand that it makes an alias, and refuses one that splits its traffic', async () => {
  const { cwd, compare, client } = await served()
  const options = { cwd, env: stateIn(cwd) }
  const told = await cli([...compare, '--apply-to', 'nolive', '--dry-run'], options)
  expect(told.code, told.stderr).toBe(0)
  expect(told.stdout).toContain('\nThere is no alias nolive: --apply-to makes it.\n')
  const publish = async (MemorySize: number): Promise<string> => {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', MemorySize }))
    await waitUntilFunctionUpdatedV2(
      { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { FunctionName: 'hello' },
    )
    const { Version = '' } = await client.send(new PublishVersionCommand({ FunctionName: 'hello' }))
    return Version
  }
  const [first, second] = [await publish(256), await publish(1_024)]
  const split = {
    Name: 'live',
    FunctionVersion: first,
    RoutingConfig: { AdditionalVersionWeights: { [second]: 0.5 } },
  }
  await client.send(new CreateAliasCommand({ FunctionName: 'hello', ...split }))
  const before = await settingsOf(client, 'hello')
  const { code, stderr } = await cli([...compare, '--apply-to', 'live', '--yes'], options)
  expect(code, stderr).toBe(2)
  expect(stderr).toContain(
    '--apply-to: alias live splits its traffic between versions 1 and 2; end that first',
  )
  expect(await settingsOf(client, 'hello')).toEqual(before)
})

test('--apply is refused before anything is fired where nobody can be asked', async () => {
  const { cwd, compare } = await served()
  const { code, stderr } = await cli([...compare, '--apply'], { cwd, env: stateIn(cwd) })
  expect(code).toBe(2)
  expect(stderr).toContain('add --yes')
})

test('qualifiers are compared as they are, metric by metric', async () => {
  const { cwd, endpoint, client } = await served()
  for (const [alias, MemorySize] of [['blue', 256] as const, ['green', 1_024] as const]) {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', MemorySize }))
    await waitUntilFunctionUpdatedV2(
      { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { FunctionName: 'hello' },
    )
    const { Version } = await client.send(new PublishVersionCommand({ FunctionName: 'hello' }))
    await client.send(
      new CreateAliasCommand({ FunctionName: 'hello', Name: alias, FunctionVersion: Version }),
    )
  }
  const before = await settingsOf(client, 'hello')
  const compare = ['compare', '--endpoint', endpoint, '--function', 'hello', '-n', '12', '--qualifier']
  const { code, stdout, stderr } = await cli([...compare, 'blue,green'], { cwd, env: stateIn(cwd) })
  expect([0, 4], stdout + stderr).toContain(code)
  expect(stdout).toMatch(/^ +blue: version 1, 256 MB · green: version 2, 1024 MB$/m)
  expect(stderr).not.toContain('same version')
  const { differences, putBack, settings } = onlyComparison(cwd)
  expect(putBack).toEqual({ kind: 'nothing-changed' })
  expect(differences).toMatchObject([{ baseline: 'blue', candidate: 'green' }])
  expect(settings.map(({ warm }) => warm.accepted)).toEqual([12, 12])
  expect(settings.map(({ behind }) => behind)).toMatchObject([
    { version: '1', memoryMb: 256 },
    { version: '2', memoryMb: 1_024 },
  ])
  expect(await settingsOf(client, 'hello')).toEqual(before)
  const sentence = 'blue and 1 are the same version, 1: what differs between them is chance.'
  const same = await cli([...compare, 'blue,1'], { cwd, env: stateIn(cwd) })
  expect(same.stderr).toContain('blue and 1 are the same version, 1: what differs between them is chance')
  expect(same.stdout).toContain(`▲ ${sentence}`)
  const dry = [...compare, 'blue,1,green', '--dry-run']
  const told = await cli(dry, { cwd, env: stateIn(cwd) })
  expect(told.stdout).toContain(`\n${sentence}\n`)
  const json = await cli([...dry, '--json'], { cwd, env: stateIn(cwd) })
  const { found, sameVersions } = JSON.parse(json.stdout) as RehearsedComparison
  expect(sameVersions).toEqual([{ version: '1', names: ['blue', '1'] }])
  expect(found).toMatchObject([
    { setting: 'blue', version: '1', memoryMb: 256 },
    { setting: '1', version: '1', memoryMb: 256 },
    { setting: 'green', version: '2', memoryMb: 1_024 },
  ])
})

/** What compares alias live, of the first version, with the second; `$LATEST` is smaller, faster and arm64. */
async function twoVersions(first: object, second: object) {
  const cwd = temporaryFolder()
  const invoked: string[] = []
  const small = { MemorySize: 128, Timeout: 3, Architectures: ['arm64'] }
  const versions: Readonly<Record<string, object>> = { 1: first, 2: second }
  const server = createServer(({ method, url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    if (method === 'POST') invoked.push(pathname)
    const answers: Readonly<Record<string, object>> = {
      configuration: versions[searchParams.get('Qualifier') ?? ''] ?? small,
      aliases: { Aliases: [{ Name: 'live', FunctionVersion: '1' }] },
      versions: { Versions: ['$LATEST', '1', '2'].map((Version) => ({ Version })) },
    }
    const answer = answers[pathname.split('/').at(-1) ?? '']
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  // An address of this machine that does not count as loopback by its name.
  const endpoint = `http://[::ffff:127.0.0.1]:${(server.address() as AddressInfo).port}`
  const where = ['--function', 'f', '--endpoint', endpoint, '--region', 'eu-west-1']
  return {
    args: ['compare', ...where, '-n', '20', '--qualifier', 'live,2'],
    options: { cwd, env: { ...stateIn(cwd), AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } },
    invoked,
  }
}

test('--architecture prices those qualifiers that do not say what they are', async () => {
  const silent = { MemorySize: 10_240, Timeout: 900 }
  const { args, options } = await twoVersions({ ...silent, Architectures: ['x86_64'] }, silent)
  const dry = [...args, '--max-cost', '100usd', '--dry-run', '--architecture']
  // 60 blocks of 2 of each: 120 × 900 s × 10 GB = 1,080,000 GB-s of each, at $0.0000166667 for x86_64 and
  // $0.0000133334 for arm64, and 240 requests at $0.0000002.
  const mixed = await cli([...dry, 'arm64'], options)
  expect(mixed.stdout.replaceAll(/\s+/g, ' '), mixed.stderr).toContain('It costs at most $32.41')
  const same = await cli([...dry, 'x86_64'], options)
  expect(same.stdout.replaceAll(/\s+/g, ' '), same.stderr).toContain('It costs at most $36.01')
})

test('--max-cost takes qualifiers for what they are, however small $LATEST is', async () => {
  const large = { MemorySize: 10_240, Architectures: ['x86_64'] }
  const { args, options, invoked } = await twoVersions({ ...large, Timeout: 600 }, { ...large, Timeout: 900 })
  const compare = [...args, '--max-cost', '0.2usd']
  const refused = await cli(compare, options)
  expect(refused.code, refused.stderr).toBe(2)
  // One and its warm-up, of version 2: 2 × 900 s × 10 GB × $0.0000166667 + 2 × $0.0000002 = $0.300001.
  expect(refused.stderr).toContain('one block alone may cost $0.31, more than --max-cost $0.2')
  // 60 blocks of each: 120 × (600 + 900) s × 10 GB × $0.0000166667 + 240 × $0.0000002 = $30.000108.
  expect(refused.stderr).toMatch(/it would be \$30\.01 .* the timeout of its setting, 600 to 900 s,/)
  // Of version 1 it is 2/3 of that, and just too much.
  const stopped = await cli([...compare, '--yes'], options)
  expect(stopped.code, stopped.stderr).toBe(3)
  expect(stopped.stderr).toContain('the next block could have brought the cost above --max-cost $0.2')
  expect(invoked).toEqual([])
})

test('a function that is not there is told before anything is made', async () => {
  const { cwd, endpoint } = await served()
  const { code, stderr } = await cli(
    ['compare', '--endpoint', endpoint, '--function', 'gone', '--memory', '128,256'],
    { cwd, env: stateIn(cwd) },
  )
  expect(code, stderr).toBe(2)
  expect(stderr).toContain('gone')
  expect(existsSync(join(cwd, 'runs')) ? readdirSync(join(cwd, 'runs')) : []).toEqual([])
})

test('an endpoint that is no control plane ends with 3, also a dry run, and leaves nothing behind', async () => {
  const cwd = temporaryFolder()
  const server = createServer((_, response) => {
    response.writeHead(418, { 'content-type': 'application/json', 'x-amzn-errortype': 'TeapotException' })
    response.end('{"message":"short and stout"}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const args = ['compare', '--endpoint', `http://127.0.0.1:${port}`, '--function', 'f', '--memory', '128,256']
  for (const more of [[], ['--dry-run']]) {
    const { code, stderr } = await cli([...args, ...more], { cwd, env: stateIn(cwd) })
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('short and stout')
    expect(stderr).not.toMatch(/\n +at /)
  }
  expect(filesIn(cwd)).toEqual([])
})

test('a signal ends also the look at a function whose control plane is too busy to answer', async () => {
  const cwd = temporaryFolder()
  let refused = 0
  const server = createServer(({ url = '' }, response) => {
    const busy = !url.endsWith('/configuration')
    if (busy) refused += 1
    response.writeHead(busy ? 429 : 200, {
      'content-type': 'application/json',
      ...(busy && { 'x-amzn-errortype': 'TooManyRequestsException' }),
    })
    response.end(busy ? '{"message":"Rate exceeded"}' : '{"FunctionName":"f","MemorySize":128}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const args = ['compare', '--endpoint', `http://127.0.0.1:${port}`, '--function', 'f', '--memory', '128,256']
  for (const more of [[], ['--dry-run']]) {
    const before = refused
    const running = start([...args, ...more], { cwd, env: stateIn(cwd) })
    await expect.poll(() => refused - before, { timeout: 30_000, interval: 50 }).toBeGreaterThan(1)
    running.child.kill('SIGTERM')
    const { code, stderr } = await running.ended
    expect(code, stderr).toBe(143)
    expect(stderr).not.toMatch(/\n +at /)
    expect(filesIn(cwd)).toEqual([])
  }
})

const stateIn = (cwd: string) => ({ COLDBURST_STATE: join(cwd, 'state') })

/** `hello` at 512 MB, served by a process of its own. */
async function served() {
  const emulate = start(['emulate', 'hello', '--memory', '512'])
  await emulate.seen(/http:\/\/127\.0\.0\.1:\d+\n/)
  const endpoint = emulate.stdout().trim()
  const client = new LambdaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    emulate.child.kill('SIGTERM')
    await emulate.ended
  })
  const compare = ['compare', '--endpoint', endpoint, '--function', 'hello', '--memory', '128,256']
  return { cwd: temporaryFolder(), endpoint, client, compare }
}
