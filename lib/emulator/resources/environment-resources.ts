import type { ProcessGroup, ProcessSpec } from '../environment/process-group.ts'
import { type Cgroup, createCgroup } from './cgroup/cgroup.ts'
import { givenShareOf, quotaOf } from './cpu/share.ts'
import { adoptProcess, type ProcessResources, type Shared } from './process-resources.ts'
import type { ResourceFacts } from './resource-facts.ts'
import { startCommand } from './start-command.ts'
import { openStorage, type Storage } from './storage/environment-storage.ts'

/** What one environment has of this machine: its share, its memory, its /tmp. Outlives its processes. */
export interface EnvironmentResources {
  /** Gets them, once; rejects when this machine refuses one. Not before a process is to be started: they are scarce. */
  ready(): Promise<void>
  /** The command that starts a process with them. */
  command(spec: ProcessSpec): ProcessSpec
  /** A process that was started so; undefined when it could not be. */
  adopt(group: ProcessGroup, onOutOfMemory: () => void): ProcessResources | undefined
  close(): Promise<void>
}

export function createEnvironmentResources(facts: ResourceFacts, shared: Shared): EnvironmentResources {
  let opening: Promise<Opened> | undefined
  let opened: Opened | undefined
  let closing: Promise<void> | undefined
  const ours = (): Opened => {
    if (opened === undefined) throw new Error('a process is started before its resources are ready')
    return opened
  }
  return {
    async ready() {
      opening ??= open(facts, shared)
      opened = await opening
    },
    command(spec) {
      const { storage } = ours()
      const env = { TMPDIR: storage.tmpDir, ...spec.env }
      return startCommand({ ...spec, env }, facts.memoryMb, storage.enter)
    },
    adopt: (processes, onOutOfMemory) => adoptProcess({ facts, shared, ...ours() }, processes, onOutOfMemory),
    // Once: file descriptors that are closed again may be somebody else's by then.
    close: () => (closing ??= release()),
  }

  async function release(): Promise<void> {
    // What could not be had has been reported to who wanted it.
    const { group, storage } = (await opening?.catch(() => undefined)) ?? {}
    await group?.remove()
    for (const folder of group?.folders ?? []) shared.warden.release({ cgroup: folder })
    if (opening !== undefined && group === undefined) await shared.strays.end(facts.logStream)
    shared.warden.release({ logStream: facts.logStream })
    await storage?.close()
  }
}

interface Opened {
  readonly group: Cgroup | undefined
  readonly storage: Storage
}

async function open(facts: ResourceFacts, shared: Shared): Promise<Opened> {
  const storage = await openStorage(facts, shared)
  try {
    const group = openGroup(facts, shared, storage.inMemory)
    if (group === undefined) shared.warden.guard({ logStream: facts.logStream })
    return { group, storage }
  } catch (error) {
    await storage.close()
    throw error
  }
}

function openGroup(facts: ResourceFacts, shared: Shared, tmpInMemory: boolean): Cgroup | undefined {
  const { hierarchies } = shared.chosen
  if (hierarchies.cpu === undefined && hierarchies.memory === undefined) return undefined
  shared.groups.count += 1
  // Files in a tmpfs are charged to the group that wrote them, and are no memory of the function.
  const limitMb = facts.memoryMb + (tmpInMemory ? facts.ephemeralStorageMb : 0)
  const quota = quotaOf(givenShareOf(facts.memoryMb, shared.cores))
  const limits = { quota, memoryBytes: limitMb * MB }
  const group = createCgroup(hierarchies, `coldburst-${process.pid}-${shared.groups.count}`, limits)
  for (const folder of group.folders) shared.warden.guard({ cgroup: folder })
  return group
}

const MB = 1_048_576
