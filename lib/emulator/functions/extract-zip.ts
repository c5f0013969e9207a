import { createWriteStream } from 'node:fs'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'

import {
  type PlannedEntry,
  planZip,
  staysInside,
  tooLarge,
  type ZipEntry,
  type ZipLimits,
} from './zip-plan.ts'

/** A zip that is none, or that wants more than it may; the message says what. */
export class BadZip extends Error {
  override readonly name = 'BadZip'
}

/** Lambda's: 250 MB unpacked. It has no limit on files; this one keeps a bomb of empty ones off the disk. */
export const LAMBDA_ZIP_LIMITS: ZipLimits = { unpackedBytes: 262_144_000, files: 100_000 }

/**
 * Unpacks a zip, given as bytes or by its path, into an empty folder that is there. Rejects with BadZip when
 * it is broken, too large, or would write outside; what was written until then stays for the caller to remove.
 */
export async function extractZip(
  zip: Buffer | string,
  intoFolder: string,
  limits: ZipLimits = LAMBDA_ZIP_LIMITS,
): Promise<void> {
  try {
    const file = await open(zip)
    try {
      await extract(file, intoFolder, limits)
    } finally {
      file.close()
    }
  } catch (error) {
    throw isOurs(error)
      ? error
      : new BadZip(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

// The names are checked here, by one rule for all: the library would turn backslashes into slashes first.
const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }

function open(zip: Buffer | string): Promise<ZipFile> {
  return typeof zip === 'string' ? openPromise(zip, OPTIONS) : fromBufferPromise(zip, OPTIONS)
}

async function extract(file: ZipFile, root: string, limits: ZipLimits): Promise<void> {
  if (file.entryCount > limits.files) throw new BadZip(`it has more than ${limits.files} entries`)
  const entries: Entry[] = []
  for await (const entry of file.eachEntry()) entries.push(entry)
  const plan = planZip(entries.map(readEntry), limits)
  if (plan.kind === 'refused') throw new BadZip(plan.problem)
  const found = plan.entries.flatMap((planned, i): readonly Found[] => {
    const entry = entries[i]
    return entry === undefined ? [] : [{ ...planned, entry }]
  })
  await makeFolders(found, root)
  const room = { left: limits.unpackedBytes, limits }
  await inLanes(ofKind(found, 'file'), (one) => writeFile(file, one, root, room))
  // Links come last, so that nothing is ever written through one; permissions after what they might forbid.
  for (const { entry, path } of ofKind(found, 'link')) await makeLink(file, entry, root, path)
  for (const { path, mode } of ofKind(found, 'folder').reverse()) await chmod(join(root, path), mode)
}

interface Found extends PlannedEntry {
  readonly entry: Entry
}

function ofKind(found: readonly Found[], kind: PlannedEntry['kind']): Found[] {
  return found.filter((one) => one.kind === kind)
}

async function makeFolders(found: readonly Found[], root: string): Promise<void> {
  const folders = new Set(found.map(({ kind, path }) => (kind === 'folder' ? path : dirname(path))))
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true })
}

/** Works on several at once; when one fails the others end first, and nobody writes any more. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  let failed = false
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return
      try {
        await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

const LANES = 8

/** Counts down over all files: what entries claim is checked before, what they really hold here. */
interface Room {
  left: number
  readonly limits: ZipLimits
}

async function writeFile(
  file: ZipFile,
  { entry, path, mode }: Found,
  root: string,
  room: Room,
): Promise<void> {
  const content = await file.openReadStreamPromise(entry)
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      room.left -= chunk.length
      if (room.left <= 0) throw new BadZip(tooLarge(room.limits))
      yield chunk
    }
  }
  // `wx` also fails for names that differ only in case, where the file system takes them for one.
  await pipeline(content, counted, createWriteStream(join(root, path), { flags: 'wx' }))
  await chmod(join(root, path), mode)
}

async function makeLink(file: ZipFile, entry: Entry, root: string, path: string): Promise<void> {
  if (entry.uncompressedSize > MOST_LINK_BYTES)
    throw new BadZip(`the link ${JSON.stringify(path)} is too long`)
  const target = (await buffer(await file.openReadStreamPromise(entry))).toString('utf8')
  if (!staysInside(path, target)) throw new BadZip(`the link ${JSON.stringify(path)} leads out of the folder`)
  await symlink(target, join(root, path))
}

const MOST_LINK_BYTES = 4_096

function readEntry(entry: Entry): ZipEntry {
  const madeOn = entry.versionMadeBy >> 8
  return {
    name: getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true),
    mode: madeOn === UNIX || madeOn === DARWIN ? entry.externalFileAttributes >>> 16 : undefined,
    unpackedBytes: entry.uncompressedSize,
    encrypted: entry.isEncrypted(),
  }
}

const UNIX = 3
const DARWIN = 19

// A full disk is not the zip's fault.
function isOurs(error: unknown): boolean {
  if (error instanceof BadZip) return true
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EMFILE' || code === 'EIO'
}
