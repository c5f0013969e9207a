import { lstatSync, readFileSync, readlinkSync } from 'node:fs'

import type { Warden } from '../../warden/warden.ts'
import { type NamespaceTools, openPrivateTmp, type PrivateTmp, type PrivateTmpSpec } from './private-tmp.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

/** Makes each environment a /tmp, and one more ahead, so that the next of its kind does not wait for it. */
export interface Mounts {
  /** Rejects with the words of the program that failed. */
  take(spec: MountSpec): Promise<Mount>
  /** What was made ahead and is not taken goes. */
  close(): Promise<void>
}

export type MountSpec = Omit<PrivateTmpSpec, 'stage'>

export type Mount = PrivateTmp

interface Spare {
  readonly kind: string
  readonly mount: Mount
}

export function createMounts(
  make: (spec: MountSpec) => Promise<Mount>,
  kindOf: (spec: MountSpec) => string,
): Mounts {
  let spare: Promise<Spare | undefined> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function makeAhead(spec: MountSpec): Promise<Spare | undefined> {
    try {
      return { kind: kindOf(spec), mount: await make(spec) }
    } catch {
      // Whoever needs one tries again, and is told.
      return undefined
    }
  }

  async function takeSpare(kind: string): Promise<Mount | undefined> {
    const found = spare
    spare = undefined
    const ready = await found
    if (ready?.kind === kind) return ready.mount
    ready?.mount.close()
    return undefined
  }

  return {
    async take(spec) {
      clearTimeout(timer)
      const ready = await takeSpare(kindOf(spec))
      if (!closed) {
        clearTimeout(timer)
        timer = setTimeout(() => {
          spare = makeAhead(spec)
        }, QUIET_MS)
      }
      return ready ?? make(spec)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await takeSpare('')
    },
  }
}

/** In a burst all that is made is needed at once, and an INIT that has just begun is not to be disturbed. */
const QUIET_MS = 100

/** Puts one together in a folder that is gone afterwards: it is seen as /tmp only. */
export async function makeMount(tools: NamespaceTools, warden: Warden, spec: MountSpec): Promise<Mount> {
  const folder = createTemporaryFolder(warden)
  try {
    return await openPrivateTmp(tools, { ...spec, stage: folder.path })
  } finally {
    await folder.remove()
  }
}

/**
 * The same for two that would be alike if they were made now: what has been mounted since, or replaced in /tmp,
 * can't be seen from inside one that was made before.
 */
export function mountKind({ megabytes, kept }: MountSpec, root = '/tmp'): string {
  const entries = kept.map((name) => identity(`${root}/${name}`))
  return JSON.stringify([megabytes, kept, entries, readFileSync('/proc/self/mountinfo', 'latin1')])
}

function identity(path: string): string {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return ''
  return `${entry.dev}:${entry.ino}:${entry.isSymbolicLink() ? readlinkSync(path) : ''}`
}
