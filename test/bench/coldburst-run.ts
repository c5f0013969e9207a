import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../../lib/model/run.ts'
import { cliPath } from './cli-process.ts'
import { pinnedCommand } from './pinned-command.ts'

/** Runs the built `coldburst run` at an endpoint with these flags, and gives its document, of a run that is invalid too. */
export async function coldburstRun(
  endpoint: string,
  flags: readonly string[],
  folder: string,
  core: number | undefined,
): Promise<Run> {
  const document = join(folder, 'document.json')
  const results = ['--quiet', '--runs', join(folder, 'runs'), '--out', `json=${document}`]
  const [command, ...args] = pinnedCommand(core, [
    process.execPath,
    cliPath,
    'run',
    '--endpoint',
    endpoint,
    ...flags,
    ...results,
  ])
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, NODE_NO_WARNINGS: '1' } })
  const [code] = (await once(child, 'exit')) as [number | null]
  // 3 is a run that is not valid: that is something to be shown.
  if (code !== 0 && code !== 3) throw new Error(`coldburst run ended with ${code ?? 'a signal'}`)
  return JSON.parse(readFileSync(document, 'utf8')) as Run
}
