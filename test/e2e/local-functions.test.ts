import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { cli, onlyRun, readRun, start } from '../support/cli.ts'
import { runSchema } from '../support/run-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { zipOf } from '../support/zips.ts'

/** A folder with these files in it. */
function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const cwd = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), content)
  }
  return cwd
}

/** A handler that fails unless the variable `WORD` is what its payload says. */
const wordHandler = `export const handler = async ({ word }) => {
  if (process.env.WORD !== word) throw new Error('WORD is ' + process.env.WORD)
  console.log('the word is ' + word)
  return word
}
`

test('a function runs from a zip file', async () => {
  const cwd = folderWith({ 'build/word.zip': await zipOf({ 'index.mjs': wordHandler }) })
  const flags = ['--local', 'build/word.zip', '--env', 'WORD=servus', '--payload', '{"word":"servus"}']
  const { code, stdout, stderr } = await cli(['run', ...flags, '-c', '2', '-n', '6', '--json'], { cwd })
  expect(code, stdout + stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(run.counts).toMatchObject({ sent: 6, ok: 6 })
  expect(run.target).toMatchObject({ function: 'word', kind: 'local' })
  expect(run.plan.target).toMatchObject({ functions: [{ codeZip: join(cwd, 'build/word.zip') }] })
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test.runIf(hasPython)('a Python function runs where there is a python3', async () => {
  const code = `import os
def lambda_handler(event, context):
    if os.environ['WORD'] != event['word'] or context.get_remaining_time_in_millis() <= 0:
        raise ValueError(os.environ['WORD'])
    return {'statusCode': 200}
`
  const cwd = folderWith({ 'snake/app.py': code })
  const flags = ['--local', 'snake', '--env', 'WORD=servus', '--payload', '{"word":"servus"}']
  const { code: exit, stdout, stderr } = await cli(['run', ...flags, '-c', '2', '-n', '4', '--json'], { cwd })
  expect(exit, stdout + stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(run.counts).toMatchObject({ sent: 4, ok: 4 })
  expect(run.target).toMatchObject({ function: 'snake', runtime: 'python3' })
})

const template = `Transform: AWS::Serverless-2016-10-31
Parameters: { Word: { Type: String, Default: servus } }
Globals: { Function: { Runtime: nodejs22.x, Timeout: 5, Environment: { Variables: { WORD: !Ref Word } } } }
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  First:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: code/, Handler: index.handler, Environment: { Variables: { WORD: !GetAtt Table.Arn } } }
  Second:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: second-function
      CodeUri: code/
      Handler: index.handler
      MemorySize: 256
      AutoPublishAlias: blue
`

test('the functions of a SAM template run, by name or logical id, by their alias', async () => {
  const cwd = folderWith({ 'template.yaml': template, 'code/index.mjs': wordHandler })
  const run = async (name: string, word: string, runs: string) =>
    cli(
      [
        'run',
        '--local',
        'template.yaml',
        '--function',
        name,
        '--burst',
        '3',
        '--payload',
        `{"word":"${word}"}`,
      ].concat(['--json', '--runs', runs]),
      { cwd },
    )
  const second = await run('Second', 'servus', 'a')
  expect(second.code, second.stdout + second.stderr).toBe(0)
  expect(JSON.parse(second.stdout)).toMatchObject({
    counts: { ok: 3 },
    target: { function: 'second-function:blue', memoryMb: 256, versions: ['1'] },
  })
  const first = await run('First', '${Table.Arn}', 'b')
  expect(first.code, first.stdout + first.stderr).toBe(0)
  expect(first.stderr).toContain('only AWS knows the value of WORD of First')
  expect(first.stderr).toContain('1 other resource is not there on this machine')
})

test('provisioned environments are fired at by the alias live', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', 'hello', '--provisioned-concurrency', '2', '-c', '2', '-n', '10', '--json']
  const { code, stdout, stderr } = await cli(['run', ...flags], { cwd })
  expect(code, stdout + stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(run.target).toMatchObject({ function: 'hello:live', versions: ['1'] })
  expect(run.counts.ok).toBe(10)
  expect(run.notes.join()).toContain('provisioned concurrency, used or not, is not in it')
  expect(run.notes.join()).toMatch(/All cold starts \([12]\) had been initialised ahead/)
})

const simulated = fileURLToPath(new URL('../../profiles/simulated.yaml', import.meta.url))

test('a simulated function answers hundreds at once with what its model says', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', simulated, '--function', 'sweep', '--memory', '512', '--burst', '200', '--json']
  const { code, stdout, stderr } = await cli(['run', ...flags], { cwd })
  expect(code, stdout + stderr).toBe(0)
  const run = readRun(onlyRun(cwd))
  expect(runSchema.parse(run)).toEqual(run)
  expect(run.counts.ok).toBe(200)
  expect(run.starts.cold).toBe(200)
  // What was published for 512 MB.
  expect(run.distributions.duration?.all).toMatchObject({ min: 283_440, max: 283_440 })
  expect(run.distributions.init_duration?.all).toMatchObject({ min: 336_120, max: 336_120 })
})

test('a run tells by which means the local Lambda kept to its settings, and what share functions got', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', 'cpu', '--memory', '512', '-c', '1', '-n', '4', '--out', 'md=report.md']
  const { code, stdout, stderr } = await cli(['run', ...flags], { cwd })
  expect(code, stdout + stderr).toBe(0)
  const { emulation } = readRun(onlyRun(cwd))
  expect(emulation?.mechanisms.map(({ row }) => row)).toEqual([
    'cpu',
    'memory',
    'ephemeral-storage',
    'freeze',
  ])
  expect(stdout).toMatch(/^Local Lambda {2}\d+ cores?/m)
  expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toContain('### Local Lambda')
})

test('emulate says what is in force, prints what functions print, and what it did', async () => {
  const cwd = folderWith({
    'functions.yaml': 'functions: [{ name: word, dir: code, url: true }]',
    'code/index.mjs': wordHandler,
  })
  const running = start(['emulate', 'functions.yaml', '--logs', '--env', 'WORD=servus'], { cwd })
  await running.seen('Ctrl-C ends it')
  const endpoint = running.stdout().trim()
  const answer = await fetch(`${endpoint}/2015-03-31/functions/word/invocations`, {
    method: 'POST',
    body: '{"word":"servus"}',
  })
  expect(await answer.json()).toBe('servus')
  await running.seen(/^\[word\] .*the word is servus$/m)
  running.child.kill('SIGINT')
  const { code, stderr } = await running.ended
  expect(code).toBe(0)
  expect(stderr).toMatch(/cpu +\S+/)
  expect(stderr).toMatch(/url of word +http:\/\/127\.0\.0\.1:\d+/)
  expect(stderr).toContain('Served 1 invocation with 1 environment, at most 1 at once')
})

test('a port of a function URL that is taken is a usage error that names the function', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const cwd = folderWith({
    'functions.yaml': `functions: [{ name: word, dir: code, url: { port: ${port} } }]`,
    'code/index.mjs': wordHandler,
  })
  const { code, stderr } = await cli(['emulate', 'functions.yaml'], { cwd })
  taken.close()
  expect(code).toBe(2)
  expect(stderr).toContain(`the URL of word can't have port ${port}: `)
})

test('emulate listens beyond loopback only when that is agreed to, and says so', async () => {
  const refused = await cli(['emulate', '--host', '0.0.0.0'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('add --yes if they may')
})
