import { type Emulator, startEmulator } from './emulator.ts'
import { createTally } from './fleet/tally.ts'
import { parseMessage } from './parse-message.ts'
import { UrlPortUnavailable } from './urls/function-urls.ts'
import type { ChildMessage, EmulatorConfig, EmulatorStats, FailureCode, LogMessage } from './protocol.ts'

// The emulator's process: started by fork(), told what to do over the IPC channel, gone when that closes.

let starting: Promise<Emulator | undefined> | undefined
let stopping = false

if (process.send === undefined) {
  process.stderr.write('This program is started by coldburst and does nothing by itself.\n')
  process.exitCode = 2
} else {
  process.on('message', receive)
  process.on('disconnect', () => void stop())
  process.on('SIGTERM', () => void stop())
  // Ctrl-C reaches the whole foreground group; our parent decides what it means for us.
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
}

function receive(value: unknown): void {
  const parsed = parseMessage(value)
  if (parsed.kind === 'invalid') return fail(parsed.code, parsed.problems.join('\n'))
  const { message } = parsed
  switch (message.kind) {
    case 'start':
      if (starting !== undefined) return fail('ALREADY_STARTED', 'the emulator is already started')
      starting = start(message.config)
      return
    case 'stats':
      return void report()
    case 'stop':
      return void stop()
    default:
      message satisfies never
  }
}

async function start(config: EmulatorConfig): Promise<Emulator | undefined> {
  try {
    const emulator = await startEmulator(config, tellLogs)
    void tellReady(emulator)
    return emulator
  } catch (error) {
    starting = undefined
    fail(failureCode(error), error instanceof Error ? error.message : String(error))
    return undefined
  }
}

/** What is fired as soon as it is ready would else find less provisioned concurrency than was asked for. */
async function tellReady(emulator: Emulator): Promise<void> {
  await emulator.untilProvisioned()
  const { endpoint, urls, mechanisms } = emulator
  tell({ kind: 'ready', endpoint, urls, mechanisms })
}

async function report(): Promise<void> {
  const stats = (await starting)?.stats()
  tell({ kind: 'stats', ...(stats ?? NOTHING_DONE) })
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  const summary = (await (await starting)?.close()) ?? NOTHING_DONE
  if (process.connected) process.send?.({ kind: 'stopped', summary } satisfies ChildMessage, exit)
  else exit()
}

function exit(): void {
  process.exit(0)
}

function fail(code: FailureCode, message: string): void {
  tell({ kind: 'failed', code, message })
}

function tell(message: ChildMessage): void {
  // A parent that has gone is noticed by `disconnect`.
  if (process.connected) process.send?.(message)
}

function tellLogs(message: LogMessage, done: () => void): void {
  if (process.connected) process.send?.(message, () => done())
  else done()
}

function failureCode(error: unknown): FailureCode {
  if (error instanceof UrlPortUnavailable) return 'URL_PORT_UNAVAILABLE'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'PORT_IN_USE'
  return code === 'EACCES' ? 'PORT_NOT_ALLOWED' : 'START_FAILED'
}

const NOTHING_DONE: EmulatorStats = {
  ...createTally().stats(0),
  eventsPending: 0,
  eventsDropped: 0,
  logEventsDropped: 0,
}
