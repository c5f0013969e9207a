import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answer } from './answer-tasks.ts'

export type ProcessName =
  | 'stub-server'
  | 'coldburst'
  | 'client-lambda'
  | 'autocannon'
  | 'bare-loop'
  | 'observations'
  | 'preparing'
  | 'noise'

/** A process of the bench on a core of its own. */
export interface BenchProcess {
  /** Rejects when the task fails, takes longer than two minutes, or the process ends. */
  ask(task: unknown): Promise<unknown>
  end(): Promise<void>
}

const longestTask = 120_000

/** Starts `processes/<name>`, pinned to `core` where one is given. */
export function startProcess(
  name: ProcessName,
  core: number | undefined,
  environment: Readonly<Record<string, string>> = {},
): BenchProcess {
  const path = fileURLToPath(new URL(`processes/${name}.js`, import.meta.url))
  const pinned =
    core === undefined ? {} : { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] }
  // Node and the SDK warn of things that are none of a bench's, on every start.
  const env = { ...process.env, NODE_NO_WARNINGS: '1', ...environment }
  const child = fork(path, [], { ...pinned, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return {
    ask: async (task) => ask(child, name, task),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function ask(child: ChildProcess, name: ProcessName, task: unknown): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  try {
    const answered = once(child, 'message', { signal })
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new Error(`${name} ended before it answered`)
    })
    const late = once(AbortSignal.timeout(longestTask), 'abort', { signal }).then(() => {
      throw new Error(`${name} did not answer in ${longestTask / 1_000} s`)
    })
    child.send(task as object)
    const [answer] = (await Promise.race([answered, gone, late])) as [Answer]
    if (answer.kind === 'failed') throw new Error(`${name}: ${answer.message}`)
    return answer.result
  } finally {
    over.abort()
  }
}

/** Runs one task in a new process, and ends that process whatever happens. */
export async function inNewProcess<Result>(
  name: ProcessName,
  core: number | undefined,
  task: object,
  environment?: Readonly<Record<string, string>>,
): Promise<Result> {
  const child = startProcess(name, core, environment)
  try {
    return (await child.ask(task)) as Result
  } finally {
    await child.end()
  }
}
