import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pinnedCommand } from './pinned-command.ts'

export type NativeName = 'stub-server' | 'burst' | 'paced'

/** The programs in `native/`, compiled. */
export interface NativePrograms {
  path(name: NativeName): string
}

/** Each with the file it shares with another. */
const sources: Readonly<Record<NativeName, readonly string[]>> = {
  'stub-server': ['stub-server.c', 'answers.c'],
  burst: ['burst.c', 'client.c'],
  paced: ['paced.c', 'client.c'],
}

const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Wpedantic', '-Wshadow', '-Wconversion']

/** Not compiled by tsc, so they are where they were written, seen from dist.bench/test/bench. */
const written = fileURLToPath(new URL('../../../test/bench/native/', import.meta.url))

/** Compiles them from the folder `from` into `folder` with `cc`, or says why that is not possible. */
export function compileNative(folder: string, from = written): NativePrograms | string {
  if (process.platform !== 'linux') return 'the programs written in C need Linux'
  const path = (name: NativeName): string => join(folder, name)
  try {
    for (const name of Object.keys(sources) as NativeName[]) {
      const files = sources[name].map((file) => join(from, file))
      execFileSync('cc', [...flags, '-o', path(name), ...files], { stdio: ['ignore', 'ignore', 'pipe'] })
    }
  } catch (error) {
    return whyNot(error)
  }
  return { path }
}

function whyNot(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return 'there is no C compiler (cc)'
  const [line = ''] = String(error instanceof Error && 'stderr' in error ? error.stderr : error).split('\n')
  return `cc could not compile it (${line.slice(0, 200)})`
}

const longestRun = 30_000

/** Runs one of them to its end and gives what it printed. Rejects when it fails or takes longer than half a minute. */
export async function runNative(
  path: string,
  args: readonly number[],
  core: number | undefined,
  input: Buffer,
): Promise<string> {
  const [command, ...rest] = pinnedCommand(core, [path, ...args.map(String)])
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'], timeout: longestRun })
  // One that ends before it has read everything says why on stderr.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [printed, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[code: number | null]>,
  ])
  if (code !== 0) throw new Error(`${path} ended with ${code ?? 'a signal'}`)
  return printed
}
