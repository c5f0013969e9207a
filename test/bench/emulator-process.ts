import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TruthLine } from '../../lib/emulator/fleet/truth-log.ts'
import type {
  ChildMessage,
  EmulatorConfig,
  EmulatorStats,
  FunctionConfig,
} from '../../lib/emulator/protocol.ts'
import { pinnedCommand } from './pinned-command.ts'

/** The built local Lambda in a process of its own, as `coldburst` starts it. */
export interface EmulatorProcess {
  readonly endpoint: string
  readonly pid: number
  /** What really happened, one line an invocation. */
  truth(): readonly TruthLine[]
  stats(): Promise<EmulatorStats>
  /** Ends its environments too. */
  end(): Promise<void>
}

/** Starts it with `functions`, and what of its configuration is not as usual; its files lie in `folder`. */
export async function startEmulator(
  functions: readonly FunctionConfig[],
  folder: string,
  core: number | undefined,
  more: Partial<EmulatorConfig> = {},
): Promise<EmulatorProcess> {
  const [execPath, ...execArgv] = pinnedCommand(core, [process.execPath])
  const env = { ...process.env, NODE_NO_WARNINGS: '1', TMPDIR: folder }
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
  const child = fork(emulatorPath, [], { execPath, execArgv, env, stdio: [...stdio] })
  const truthLog = join(folder, 'truth.ndjson')
  const config: Partial<EmulatorConfig> = { ...roomy, functions, truthLog, ...more }
  const ready = await ask(child, { kind: 'start', config })
  if (ready.kind !== 'ready') throw new Error(`the local Lambda did not start: ${JSON.stringify(ready)}`)
  return {
    endpoint: ready.endpoint,
    pid: child.pid ?? 0,
    truth: () => readLines(truthLog),
    async stats() {
      const stats = await ask(child, { kind: 'stats' })
      if (stats.kind !== 'stats') throw new Error(`no stats: ${JSON.stringify(stats)}`)
      return stats
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      // Its environments are its own to end: a kill would leave that to its warden.
      child.send({ kind: 'stop' })
      await gone
    },
  }
}

/** Seen from dist.bench/test/bench, what `npm run build` makes. */
const emulatorPath = fileURLToPath(new URL('../../../dist/lib/emulator/main.js', import.meta.url))

/** No limit of Lambda's shall be met. */
const roomy = {
  port: 0,
  region: 'us-east-1',
  accountConcurrency: 100_000,
  scalingPer10s: 1_000_000,
  requestRateFactor: 1_000,
  maxEnvironments: 100_000,
}

async function ask(child: ChildProcess, message: object): Promise<ChildMessage> {
  const over = new AbortController()
  const { signal } = over
  try {
    const answered = once(child, 'message', { signal })
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new Error('the local Lambda ended')
    })
    child.send(message)
    const [answer] = (await Promise.race([answered, gone])) as [ChildMessage]
    return answer
  } finally {
    over.abort()
  }
}

function readLines(path: string): readonly TruthLine[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as TruthLine)
}
