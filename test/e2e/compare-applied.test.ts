import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CreateAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { expect, onTestFinished, test } from 'vitest'
import type { Setting } from '../../lib/model/comparison-plan.ts'
import type * as ApplyModule from '../../lib/settings/apply.ts'
import type * as RecordModule from '../../lib/settings/apply-record.ts'
import { findAwsCli } from '../support/aws-cli.ts'
import { cli, start } from '../support/cli.ts'
import { startFakeLambda, usualStart } from '../support/fake-lambda/fake-lambda.ts'
import { ServiceError } from '../support/fake-lambda/service-error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// The way back that is printed, run as it is by a shell with AWS's own command line.

const built = (name: string): string =>
  fileURLToPath(new URL(`../../dist/lib/settings/${name}.js`, import.meta.url))
const { applySetting } = (await import(built('apply'))) as typeof ApplyModule
const { HalfApplied } = (await import(built('apply-record'))) as typeof RecordModule

const aws = findAwsCli('any version')
const restoring = test.skipIf(aws.kind === 'missing')
const why = aws.kind === 'missing' ? ` (skipped: ${aws.reason})` : ''

// A command starts Python anew: one to two seconds, several on a busy machine; and a wait polls each five seconds.
const timeout = 300_000

/** Of those that a shell, JSON and the command line would each take apart. */
const secrets = { TOKEN: `it's "$HOME" \`x\`\n\\two  lines, a=b`, EMPTY: '', UMLAUT: 'größer' }

restoring(
  `what --apply-to changed of memory, environment and alias is undone by what it prints${why}`,
  async () => {
    const { endpoint, client, look } = await served()
    const before = await look()
    const cwd = temporaryFolder()
    const load = ['-n', '12', '--cold', '0', '--payload', '{"holdMs":50}']
    const settings = ['--memory', '128,256', '--vary-env', 'MODE=new']
    const args = ['compare', '--endpoint', endpoint, '--function', 'hello', ...settings, ...load]
    const { code, stdout, stderr } = await cli([...args, '--apply-to', 'live', '--yes'], {
      cwd,
      env: { COLDBURST_STATE: join(cwd, 'state') },
    })
    expect(code, stdout + stderr).toBe(0)
    const applied = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }))
    expect(applied.Environment?.Variables).toEqual({ ...secrets, MODE: 'new' })
    expect(await look()).not.toEqual(before)
    const [told, printed] = stderr.split('To go back, in this order:\n')
    expect(told).toMatch(/\nthe environment has MODE=new \(version \d+ keeps the one of before\)\n/)
    expect(stdout + stderr).not.toMatch(/HOME|two {1,2}lines|größer|MODE=old/)
    const said = await inShell(printed ?? 'false')
    // Nor does it print them when it is run.
    expect(said).not.toMatch(/HOME|two {1,2}lines|größer/)
    const waiting = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }
    await waitUntilFunctionUpdatedV2(waiting, { FunctionName: 'hello' })
    expect(await look()).toEqual(before)
  },
  timeout,
)

/** What a zip without a file is; the fake keeps zips as texts. */
const emptyZip = `PK\u0005\u0006${'\0'.repeat(18)}`

const everything: Setting = {
  name: '512 MB arm64 LOG_LEVEL=debug',
  memoryMb: 512,
  architecture: 'arm64',
  environment: { LOG_LEVEL: 'debug' },
}

restoring(
  `memory, environment, architecture and alias go back together, though each update takes its time${why}`,
  async () => {
    const { fake, options } = await faked()
    const before = fake.state()
    const { back } = await applySetting({ ...options, setting: everything, alias: 'live' })
    expect(fake.state().latest).toMatchObject({ memory: 512, architecture: 'arm64' })
    expect(fake.state().aliases['live']?.version).toBe('6')
    await inShell(back.join('\n'))
    expect([fake.state().latest, fake.state().aliases]).toEqual([before.latest, before.aliases])
    // The one that keeps the environment is there for whoever goes back, and the other is no more than a number.
    expect(Object.keys(fake.state().versions)).toEqual(['1', '2', '4', '5', '6'])
  },
  timeout,
)

restoring(
  `what was done before a step that failed goes back, too${why}`,
  async () => {
    const { fake, options } = await faked()
    const before = fake.state()
    fake.hook = {
      before: ({ operation }) =>
        operation === 'UpdateAlias'
          ? new ServiceError(403, 'AccessDeniedException', 'not allowed to')
          : undefined,
    }
    const error = await applySetting({ ...options, setting: everything, alias: 'live' }).catch(
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof HalfApplied)) throw error
    expect(fake.state().latest).toMatchObject({ memory: 512, architecture: 'arm64' })
    await inShell(error.done.back.join('\n'))
    const { versions, ...rest } = fake.state()
    expect(rest).toEqual({ latest: before.latest, aliases: before.aliases })
    expect(Object.keys(versions)).toEqual(['1', '2', '4', '5'])
  },
  timeout,
)

async function faked() {
  const latest = { ...usualStart.latest, code: emptyZip }
  const fake = await startFakeLambda({
    start: { ...usualStart, latest },
    rules: { settleReads: 1 },
  })
  const credentials = async () => ({ accessKeyId: 'local', secretAccessKey: 'local' })
  const connection = { region: 'us-east-1', endpoint: fake.endpoint, credentials }
  return { fake, options: { connection, function: 'demo' } }
}

/** `hello` with an alias that is at a version of its own, and with secrets, served by a process of its own. */
async function served() {
  const emulate = start(['emulate', 'hello', '--memory', '512', '--update-delay', '300ms'])
  await emulate.seen(/http:\/\/127\.0\.0\.1:\d+\n/)
  const endpoint = emulate.stdout().trim()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials })
  onTestFinished(async () => {
    client.destroy()
    emulate.child.kill('SIGTERM')
    await emulate.ended
  })
  const FunctionName = 'hello'
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName }))
  const alias = { Name: 'live', FunctionVersion: Version, Description: 'what customers get' }
  await client.send(new CreateAliasCommand({ FunctionName, ...alias }))
  const Environment = { Variables: { ...secrets, MODE: 'old' } }
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }))
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { FunctionName })
  async function look(): Promise<object> {
    const {
      $metadata: _,
      RevisionId: __,
      LastModified: ___,
      ...configuration
    } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const { Aliases = [] } = await client.send(new ListAliasesCommand({ FunctionName }))
    return { configuration, aliases: Aliases.map((one) => ({ ...one, RevisionId: undefined })) }
  }
  return { endpoint, client, look }
}

/** Runs commands as they are, up to the first that fails, and gives what they print. */
async function inShell(commands: string): Promise<string> {
  const folder = aws.kind === 'found' ? dirname(aws.path) : ''
  const env = {
    ...process.env,
    PATH: [folder, process.env['PATH']].join(delimiter),
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  }
  let said = ''
  const shell = execFile('sh', ['-e'], { env, timeout })
  for (const output of [shell.stdout, shell.stderr]) output?.on('data', (text: string) => (said += text))
  shell.stdin?.end(`(${commands}\n) </dev/null`)
  const [code] = (await once(shell, 'close')) as [number | null]
  expect(code, `${commands}\n${said}`).toBe(0)
  return said
}
