import { keptEntries } from './kept-entries.ts'
import { folderBytes } from './folder-size.ts'
import type { Mount, Mounts } from './mounts.ts'
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import type { Warden } from '../../warden/warden.ts'

/** The ephemeral storage of one environment: its /tmp. */
export interface Storage {
  readonly tmpDir: string
  /** The start of a command line by which processes get to see it. */
  readonly enter: readonly string[]
  /** It is a file system of its own, which is in memory. */
  readonly inMemory: boolean
  readonly limitBytes: number
  /** What is in it; undefined where the file system itself sets the limit. */
  readonly measure: (() => Promise<number>) | undefined
  close(): Promise<void>
}

export interface StorageFacts {
  readonly functionName: string
  readonly ephemeralStorageMb: number
  readonly paths: readonly string[]
}

export interface StorageHost {
  readonly warden: Warden
  /** Undefined where there are no mount namespaces. */
  readonly mounts: Mounts | undefined
  /** The user has named the mount: nothing else will do. */
  readonly mountOnly: boolean
  /** A function that can't have what the others have, and what it has instead. */
  readonly onFallback: (functionName: string, why: string) => void
}

/** A /tmp of its own where that is possible, else a folder. */
export async function openStorage(facts: StorageFacts, host: StorageHost): Promise<Storage> {
  const mount = await openMount(facts, host)
  return mount === undefined ? asFolder(facts, createTemporaryFolder(host.warden)) : asMount(facts, mount)
}

async function openMount(
  { functionName, ephemeralStorageMb, paths }: StorageFacts,
  host: StorageHost,
): Promise<Mount | undefined> {
  if (host.mounts === undefined) return undefined
  try {
    const kept = keptEntries(paths)
    if (kept.kind === 'all') throw new Error(`it needs all of ${kept.path}`)
    return await host.mounts.take({ megabytes: ephemeralStorageMb, kept: kept.names })
  } catch (error) {
    // With a code it is this machine that has no more processes or files.
    if (host.mountOnly || !(error instanceof Error) || 'code' in error) throw error
    host.onFallback(functionName, error.message)
    return undefined
  }
}

function asFolder({ ephemeralStorageMb }: StorageFacts, folder: TemporaryFolder): Storage {
  const limitBytes = ephemeralStorageMb * MB
  return {
    tmpDir: folder.path,
    enter: [],
    inMemory: false,
    limitBytes,
    measure: () => folderBytes(folder.path, limitBytes),
    close: () => folder.remove(),
  }
}

function asMount({ ephemeralStorageMb }: StorageFacts, mount: Mount): Storage {
  return {
    tmpDir: '/tmp',
    enter: mount.enter,
    inMemory: true,
    limitBytes: ephemeralStorageMb * MB,
    measure: undefined,
    close: async () => mount.close(),
  }
}

const MB = 1_048_576
