import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** AWS's command line, version 2: its path, or why there is none. */
export type FoundCli =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly reason: string }

/** Tries each `aws` on the path and the system's own: a shim may stand for one that isn't there. */
export function findAwsCli(): FoundCli {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  const seen: string[] = []
  for (const path of new Set(folders.map((folder) => join(folder, 'aws')))) {
    if (!existsSync(path)) continue
    const version = versionOf(path)
    if (version.startsWith('aws-cli/2.')) return { kind: 'found', path }
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
