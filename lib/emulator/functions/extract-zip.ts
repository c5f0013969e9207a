import { createWriteStream } from 'node:fs'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
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
  const room = { left: limits.unpackedBytes, limits }
  const links: (() => Promise<void>)[] = []
  const folders: PlannedEntry[] = []
  for (const [i, planned] of plan.entries.entries()) {
    const entry = entries[i]
    if (entry === undefined) continue
    if (planned.kind === 'folder') folders.push(planned)
    else if (planned.kind === 'file')
      await writeFile(file, entry, join(root, planned.path), planned.mode, room)
    else links.push(await readLink(file, entry, root, planned.path))
    if (planned.kind === 'folder') await mkdir(join(root, planned.path), { recursive: true })
  }
  // Links come last, so that nothing is ever written through one; permissions after what they might forbid.
  for (const link of links) await link()
  for (const { path, mode } of folders.reverse()) await chmod(join(root, path), mode)
}

/** Counts down over all files: what entries claim is checked before, what they really hold here. */
interface Room {
  left: number
  readonly limits: ZipLimits
}

async function writeFile(file: ZipFile, entry: Entry, path: string, mode: number, room: Room): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      room.left -= chunk.length
      if (room.left <= 0) done(new BadZip(tooLarge(room.limits)))
      else done(null, chunk)
    },
  })
  // `wx` also fails for names that differ only in case, where the file system takes them for one.
  await pipeline(await file.openReadStreamPromise(entry), counted, createWriteStream(path, { flags: 'wx' }))
  await chmod(path, mode)
}

async function readLink(
  file: ZipFile,
  entry: Entry,
  root: string,
  path: string,
): Promise<() => Promise<void>> {
  if (entry.uncompressedSize > MOST_LINK_BYTES)
    throw new BadZip(`the link ${JSON.stringify(path)} is too long`)
  const target = (await buffer(await file.openReadStreamPromise(entry))).toString('utf8')
  if (!staysInside(path, target)) throw new BadZip(`the link ${JSON.stringify(path)} leads out of the folder`)
  return async () => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await symlink(target, join(root, path))
  }
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
