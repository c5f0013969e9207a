import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** AWS's command line: its path, or why there is none. */
export type FoundCli =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly reason: string }

/** Tries each `aws` on the path and the system's own: a shim may stand for one that isn't there. */
export function findAwsCli(accepted: 'version 2' | 'any version' = 'version 2'): FoundCli {
  const wanted = accepted === 'version 2' ? 'aws-cli/2.' : 'aws-cli/'
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  const seen: string[] = []
  for (const path of new Set(folders.map((folder) => join(folder, 'aws')))) {
    if (!existsSync(path)) continue
    const version = versionOf(path)
    if (version.startsWith(wanted)) return { kind: 'found', path }
    seen.push(`${path} is ${version}`)
  }
  return { kind: 'missing', reason: seen.length === 0 ? 'there is no aws' : seen.join(', ') }
}

function versionOf(path: string): string {
  try {
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    })
    return said.split(' ')[0] ?? ''
  } catch {
    return 'broken'
  }
}
