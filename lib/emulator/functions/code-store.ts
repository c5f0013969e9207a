import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import type { Warden } from '../warden/warden.ts'
import { type CodeFacts, createFolderFacts, factsOfBytes } from './code-facts.ts'
import { extractZip } from './extract-zip.ts'
import type { VersionRecord } from './function-record.ts'
import type { ZipLimits } from './zip-plan.ts'

/** Code that came in a zip, unpacked. */
export interface UnpackedCode {
  /** Names it in URLs; nobody can guess it. */
  readonly id: string
  /** Where the function finds it. */
  readonly folder: string
  /** The zip as it came. */
  readonly zip: string
  readonly facts: CodeFacts
}

/** Code, kept until it is let go of. */
export interface HeldCode {
  readonly code: UnpackedCode
  letGo(this: void): void
}

/** Unpacks zips into folders that go when nobody holds them any more, or when the emulator ends. */
export interface CodeStore {
  /** Takes bytes or a path; rejects with BadZip. */
  unpack(zip: Buffer | string, limits?: ZipLimits): Promise<HeldCode>
  /** Keeps a folder of this store until the answer is called; of any other folder, nothing is kept. */
  hold(folder: string): () => void
  /** What AWS would tell of a version's code: of a folder as it is now. */
  factsOf(version: Pick<VersionRecord, 'code' | 'deployment'>): Promise<CodeFacts | undefined>
  /** The path of a zip by its id. */
  zipOf(id: string): string | undefined
  /** Removes everything. */
  close(): Promise<void>
}

interface Kept {
  readonly code: UnpackedCode
  readonly root: string
  holds: number
}

export function createCodeStore(warden: Warden): CodeStore {
  const kept = new Map<string, Kept>()
  // Unpackings and removals: the end waits for both, so that nothing is left behind it.
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  const folderFacts = createFolderFacts(() => performance.now())

  async function waitFor<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    try {
      return await work
    } finally {
      underWay.delete(work)
    }
  }

  async function unpack(zip: Buffer | string, limits?: ZipLimits): Promise<HeldCode> {
    if (closed) throw new Error('it is shutting down')
    const root = mkdtempSync(join(resolve(tmpdir()), 'coldburst-code-'))
    warden.guard({ folder: root })
    try {
      const code = await fill(root, zip, limits)
      kept.set(code.folder, { code, root, holds: 0 })
      return { code, letGo: hold(code.folder) }
    } catch (error) {
      await remove(root)
      throw error
    }
  }

  function hold(folder: string): () => void {
    const one = kept.get(folder)
    if (one !== undefined) one.holds += 1
    let held = one !== undefined
    return () => {
      if (held) letGo(folder)
      held = false
    }
  }

  function letGo(folder: string): void {
    const one = kept.get(folder)
    if (one === undefined) return
    one.holds -= 1
    if (one.holds > 0) return
    kept.delete(folder)
    void waitFor(remove(one.root))
  }

  async function remove(root: string): Promise<void> {
    try {
      await rm(root, { recursive: true, force: true, maxRetries: 3 })
      warden.release({ folder: root })
    } catch {
      // Something still writes there: the warden tries again at the end.
    }
  }

  return {
    unpack: (zip, limits) => waitFor(unpack(zip, limits)),
    hold,
    async factsOf({ code, deployment }) {
      switch (code.kind) {
        case 'zip':
          return code
        case 'folder':
          return folderFacts(code.path)
        case 'model':
          // The model is all the code there is.
          return factsOfBytes(JSON.stringify(deployment.fn.runtime === 'simulated' && deployment.fn.model))
        default:
          return code satisfies never
      }
    },
    zipOf: (id) => [...kept.values()].find(({ code }) => code.id === id)?.code.zip,
    async close() {
      closed = true
      await Promise.allSettled(underWay)
      const roots = [...kept.values()].map(({ root }) => root)
      kept.clear()
      await Promise.all(roots.map(remove))
    },
  }
}

async function fill(root: string, source: Buffer | string, limits?: ZipLimits): Promise<UnpackedCode> {
  const zip = join(root, 'code.zip')
  const folder = join(root, 'task')
  if (typeof source === 'string') await copyFile(source, zip)
  else await writeFile(zip, source)
  await mkdir(folder)
  await extractZip(source, folder, limits)
  const facts = factsOfBytes(typeof source === 'string' ? await readFile(zip) : source)
  return { id: randomUUID(), folder, zip, facts }
}
