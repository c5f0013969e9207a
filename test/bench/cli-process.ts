import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { pinnedCommand } from './pinned-command.ts'

/** What `npm run build` makes: the program that users run. Seen from dist.bench/test/bench. */
export const cliPath = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

/** A module that is loaded before the program and tells something of it. */
export type Witness = 'usage' | 'loaded'

export interface NodeRun {
  /** From the start of the process to its end. */
  readonly millis: number
  /** What the witness told. */
  readonly told: string
}

const longestRun = 180_000

/** Runs Node with `args` to its end, without a terminal. Rejects when it fails or takes longer than three minutes. */
export async function runNode(
  args: readonly string[],
  core: number | undefined,
  witness?: Witness,
): Promise<NodeRun> {
  const imports = witness === undefined ? [] : ['--import', witnessUrl(witness)]
  const [command, ...rest] = pinnedCommand(core, [process.execPath, ...imports, ...args])
  const startedAt = performance.now()
  const child = spawn(command, rest, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
    timeout: longestRun,
  })
  const ended = once(child, 'exit') as Promise<[code: number | null]>
  const said = text(child.stderr as Readable)
  const told = text(child.stdio[3] as Readable)
  const [code] = await ended
  const millis = performance.now() - startedAt
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code ?? 'a signal'}: ${await said}`)
  return { millis, told: await told }
}

const witnessUrl = (witness: Witness): string =>
  new URL(`witnesses/${witness}.js`, import.meta.url).toString()

/** What the `usage` witness tells. */
export interface Usage {
  readonly cpuMicros: number
  /** The most resident memory there ever was, bytes. */
  readonly rssPeak: number
  readonly rssAtEnd: number
}
