import { realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'

export type KeptEntries =
  | { readonly kind: 'kept'; readonly names: readonly string[] }
  /** The whole of it is needed: it can't be replaced. */
  | { readonly kind: 'all'; readonly path: string }

/**
 * The entries of /tmp that an environment must go on seeing when it has a /tmp of its own: those that hold its
 * code, its runtime and its programs, as they are written and as they are behind symbolic links.
 */
export function keptEntries(paths: readonly string[], tmp = '/tmp'): KeptEntries {
  const roots = [...new Set([tmp, behindLinks(tmp)])]
  const names = new Set<string>()
  for (const path of paths.flatMap((path) => [resolve(path), behindLinks(path)])) {
    for (const root of roots) {
      if (path === root) return { kind: 'all', path }
      if (path.startsWith(root + sep)) names.add(path.slice(root.length + 1).split(sep, 1)[0] ?? '')
    }
  }
  return { kind: 'kept', names: [...names].sort() }
}

function behindLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // It does not exist, so there is nothing to hide either.
    return resolve(path)
  }
}
