import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type Controller = 'cpu' | 'memory'

/** Where this process is in the control groups, by controller: its own group's folder. */
export interface Hierarchy {
  readonly version: 1 | 2
  readonly folder: string
}

/**
 * Finds the hierarchy of a controller from the text of /proc/self/cgroup (cgroups(7)). With version 1 each has
 * one of its own, with version 2 all have one together, and a system may have both. Undefined without one.
 */
export function findHierarchy(
  root: string,
  selfCgroup: string,
  controller: Controller,
): Hierarchy | undefined {
  for (const line of selfCgroup.split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (path === '') continue
    if (controllers.split(',').includes(controller)) {
      const mounted = [controllers, controller].find((name) => existsSync(join(root, name)))
      if (mounted !== undefined) return { version: 1, folder: below(join(root, mounted), path) }
    }
    if (controllers !== '') continue
    const mounted = [root, join(root, 'unified')].find((folder) => hasController(folder, controller))
    if (mounted !== undefined) return { version: 2, folder: below(mounted, path) }
  }
  return undefined
}

// In a container the path is often that of the outside, and the container's own group is mounted as the root.
function below(mounted: string, path: string): string {
  const folder = resolve(mounted, `.${path}`)
  return existsSync(folder) ? folder : mounted
}

function hasController(folder: string, controller: Controller): boolean {
  try {
    return readFileSync(join(folder, 'cgroup.controllers'), 'latin1').split(/\s/).includes(controller)
  } catch {
    // There is no version 2 here.
    return false
  }
}
