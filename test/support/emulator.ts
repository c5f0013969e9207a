import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll } from 'vitest'

import type {
  ChildMessage,
  EmulatorConfig,
  EmulatorStats,
  FunctionConfig,
  ProcessFunction,
} from '../../lib/emulator/protocol.ts'
import type { TruthLine } from '../../lib/emulator/fleet/truth-log.ts'

/** The built emulator in a process of its own, as coldburst runs it, with a client nobody here wrote. */
export interface TestEmulator {
  readonly endpoint: string
  readonly client: LambdaClient
  readonly process: ChildProcess
  /** Where its environments keep their temporary files; nothing else is in there. */
  readonly tmpDir: string
  invoke(name: string, event?: object, more?: Partial<InvokeCommandInput>): Promise<Invoked>
  truth(): readonly TruthLine[]
  stats(): Promise<EmulatorStats>
  stop(): Promise<EmulatorStats>
}

export interface Invoked {
  readonly answer: Answer
  readonly functionError?: string
  readonly requestId: string
  readonly version?: string
  readonly log: string
  /** The last line of the log, field by field. */
  readonly report: Readonly<Record<string, string>>
}

/** What the fixture `probe` tells of itself, or an error; the tests see what is really there. */
export interface Answer {
  readonly processUuid: string
  readonly pid: number
  readonly childPid?: number
  readonly calls: number
  readonly ticks: number
  readonly files: readonly string[]
  readonly tmpdir: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, unknown>>
  readonly remainingMs: number
  readonly errorType: string
  readonly errorMessage: string
}

/** A function of test/fixtures/functions under a name of its own, and so with environments of its own. */
export function fixture(folder: string, name: string, more: Partial<ProcessFunction> = {}): ProcessFunction {
  const codeDir = fileURLToPath(new URL(`../fixtures/functions/${folder}`, import.meta.url))
  const runtime = 'node'
  return {
    name,
    runtime,
    codeDir,
    handler: 'index.handler',
    memoryMb: 256,
    timeoutMs: 10_000,
    ephemeralStorageMb: 512,
    env: {},
    ...more,
  }
}

export async function startTestEmulator(
  functions: readonly FunctionConfig[],
  more: Partial<EmulatorConfig> = {},
  fileDescriptors?: number,
): Promise<TestEmulator> {
  const folder = testFolder()
  const child = forkEmulator(folder, fileDescriptors)
  const truthLog = join(folder, 'truth.ndjson')
  const config = {
    port: 0,
    region: 'us-east-1',
    functions,
    accountConcurrency: 1_000,
    idleMs: 300_000,
    truthLog,
  }
  const ready = await ask(child, { kind: 'start', config: { ...config, ...more } })
  if (ready.kind !== 'ready') throw new Error(`the emulator did not start: ${JSON.stringify(ready)}`)
  const client = new LambdaClient({
    endpoint: ready.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  return {
    endpoint: ready.endpoint,
    client,
    process: child,
    tmpDir: join(folder, 'tmp'),
    invoke: (name, event = {}, input = {}) => invoke(client, name, event, input),
    truth: () => readLines(truthLog),
    async stats() {
      const stats = await ask(child, { kind: 'stats' })
      if (stats.kind !== 'stats') throw new Error(`no stats: ${JSON.stringify(stats)}`)
      return stats
    },
    async stop() {
      const stopped = await ask(child, { kind: 'stop' })
      client.destroy()
      if (stopped.kind !== 'stopped') throw new Error(`not stopped: ${JSON.stringify(stopped)}`)
      return stopped.summary
    },
  }
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that goes when the test file is done, and not before: what is left in it can be seen. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
  folders.push(folder)
  return folder
}

/** Forks the built emulator; `folder` gets the temporary files of everything below it. */
export function forkEmulator(folder: string, fileDescriptors?: number): ChildProcess {
  const main = fileURLToPath(new URL('../../dist/lib/emulator/main.js', import.meta.url))
  const tmpDir = join(folder, 'tmp')
  mkdirSync(tmpDir)
  const env = { ...process.env, TMPDIR: tmpDir, AWS_SECRET_ACCESS_KEY: 'of the user' }
  if (fileDescriptors === undefined) return fork(main, { env })
  const script = `ulimit -n ${fileDescriptors}; exec "$1" "$0"`
  return fork(main, [process.execPath], { env, execPath: '/bin/sh', execArgv: ['-c', script] })
}

/** Sends one message and waits for the next one that comes back. */
export function ask(child: ChildProcess, message: object): Promise<ChildMessage> {
  return new Promise((resolve, reject) => {
    const onExit = (status: number | null): void => reject(new Error(`the emulator exited with ${status}`))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer as ChildMessage)
    })
    child.send(message)
  })
}

async function invoke(
  client: LambdaClient,
  name: string,
  event: object,
  input: Partial<InvokeCommandInput>,
): Promise<Invoked> {
  const command = { FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' as const, ...input }
  const output = await client.send(new InvokeCommand(command))
  const log = Buffer.from(output.LogResult ?? '', 'base64').toString('utf8')
  return {
    answer: JSON.parse(Buffer.from(output.Payload ?? '').toString('utf8') || 'null') as Answer,
    ...(output.FunctionError === undefined ? {} : { functionError: output.FunctionError }),
    requestId: output.$metadata.requestId ?? '',
    ...(output.ExecutedVersion === undefined ? {} : { version: output.ExecutedVersion }),
    log,
    report: reportFields(log),
  }
}

function reportFields(log: string): Record<string, string> {
  const line = log.trimEnd().split('\n').at(-1) ?? ''
  return Object.fromEntries(line.split('\t').map((field) => field.split(': ') as [string, string]))
}

function readLines(path: string): readonly TruthLine[] {
  const text = readFileSync(path, 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as TruthLine]))
}

/** True while the process runs or is frozen. */
export function isAlive(pid: number): boolean {
  if (process.platform !== 'linux') return exists(pid)
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** True until its parent has taken note of its end. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Looks again and again until it holds; fails after five seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come true in five seconds')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
}
