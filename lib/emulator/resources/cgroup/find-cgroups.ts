import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { createCgroup, type Hierarchies } from './cgroup.ts'
import { type Controller, findHierarchy, type Hierarchy } from './hierarchy.ts'

/** The system's folders, as arguments so that tests have their own. */
export interface CgroupSystem {
  /** /sys/fs/cgroup */
  readonly root: string
  /** The text of /proc/self/cgroup. */
  readonly selfCgroup: string
}

/** Undefined where there are no control groups at all. */
export function readCgroupSystem(): CgroupSystem | undefined {
  try {
    return { root: '/sys/fs/cgroup', selfCgroup: readFileSync('/proc/self/cgroup', 'latin1') }
  } catch {
    // Not Linux, or a kernel without them.
    return undefined
  }
}

export type FoundCgroups =
  | { readonly kind: 'usable'; readonly hierarchies: Hierarchies; readonly version: 1 | 2 }
  | { readonly kind: 'unusable'; readonly why: string }

/** Whether groups with these controllers can be made here, found out by making one and moving a process into it. */
export async function findCgroups(
  system: CgroupSystem | undefined,
  controllers: readonly Controller[],
): Promise<FoundCgroups> {
  if (system === undefined) return { kind: 'unusable', why: 'this system has no control groups' }
  const hierarchies: Partial<Record<Controller, Hierarchy>> = {}
  let version: 1 | 2 = 1
  for (const controller of controllers) {
    const found = findHierarchy(system.root, system.selfCgroup, controller)
    if (found === undefined)
      return { kind: 'unusable', why: `no control groups for ${controller} are mounted` }
    hierarchies[controller] = found
    version = found.version
  }
  try {
    for (const controller of controllers) enable(hierarchies[controller], controller)
    await tryOut(hierarchies)
    return { kind: 'usable', hierarchies, version }
  } catch (error) {
    return { kind: 'unusable', why: error instanceof Error ? error.message : String(error) }
  }
}

/** With version 2 a group's children have only those controllers that it hands on. */
function enable(hierarchy: Hierarchy | undefined, controller: Controller): void {
  if (hierarchy?.version !== 2) return
  const file = join(hierarchy.folder, 'cgroup.subtree_control')
  if (readFileSync(file, 'latin1').split(/\s/).includes(controller)) return
  // Refused (EBUSY) while processes are in the group itself, unless it is the root.
  writeFileSync(file, `+${controller}`)
}

async function tryOut(hierarchies: Hierarchies): Promise<void> {
  const group = createCgroup(hierarchies, `coldburst-probe-${process.pid}`, PROBE_LIMITS)
  // Ends when its input does.
  const child = spawn('/bin/sh', ['-c', 'read _'], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', resolve)
  })
  try {
    if (child.pid === undefined) throw new Error('no process could be started')
    await group.join(child.pid)
    for (const folder of group.folders) expectMember(folder, child.pid)
    group.holdCpu(true)
  } finally {
    child.stdin.on('error', () => undefined)
    child.stdin.end()
    await ended
    await group.remove()
  }
}

const PROBE_LIMITS = { quota: { quotaUs: 2_000, periodUs: 20_000 }, memoryBytes: 64 * 1_048_576 }

function expectMember(folder: string, pid: number): void {
  const members = readFileSync(join(folder, 'cgroup.procs'), 'latin1').split('\n')
  if (!members.includes(String(pid))) throw new Error(`a process does not stay in ${folder}`)
}
