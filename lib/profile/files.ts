import { isAbsolute, join, resolve } from 'node:path'
import { quote } from './found.ts'
import type { Place, Problems } from './problems.ts'

/** The files of this machine, as far as a profile may name them. */
export interface FileReader {
  /** UTF-8. Throws when it can't be read. */
  readText(path: string): string
  exists(path: string): boolean
  isDirectory(path: string): boolean
  isExecutable(path: string): boolean
  /** In bytes. */
  size(path: string): number
  /** At most `count` of them. Throws when it can't be read. */
  firstBytes(path: string, count: number): Uint8Array
}

/** What every part of reading a profile needs. */
export interface Context {
  readonly files: FileReader
  /** Absolute. */
  readonly cwd: string
  /** Absolute path of the folder with the ready profiles and, in `functions`, the sample functions. */
  readonly samples: string
  readonly problems: Problems
  /** What the user should know that is no problem. */
  readonly notes: string[]
}

export const sampleNames = ['hello', 'cpu', 'leaky'] as const

export const sampleFolder = (samples: string, name: string): string => join(samples, 'functions', name)

/** A file as the user named it, with where it is and where it was named. */
export interface NamedFile {
  readonly name: string
  readonly path: string
  readonly place: Place
}

export function nameFile(name: string, base: string, place: Place): NamedFile {
  return { name, path: isAbsolute(name) ? name : resolve(base, name), place }
}

/** A file that was named somewhere; undefined when none was. */
export const statedFile = (
  stated: { readonly value: string; readonly place: Place } | undefined,
  base: string,
): NamedFile | undefined => (stated === undefined ? undefined : nameFile(stated.value, base, stated.place))

/** The text of a file without its byte order mark; undefined, and a problem, when it is no such text. */
export function readTextFile(
  file: NamedFile,
  most: { bytes: number; says: string },
  context: Context,
): string | undefined {
  const fault = faultOf(file, most, context.files)
  if (fault !== undefined) context.problems.add(file.place, fault)
  return fault === undefined ? readOrReport(file, context) : undefined
}

function faultOf(
  { name, path }: NamedFile,
  most: { bytes: number; says: string },
  files: FileReader,
): string | undefined {
  if (!files.exists(path)) return `there is no file ${quote(name)}; write the path of one`
  if (files.isDirectory(path)) return `${quote(name)} is a folder; write the path of a file`
  if (files.size(path) > most.bytes) return `${quote(name)} is larger than ${most.says}; write a smaller one`
  return undefined
}

function readOrReport({ name, path, place }: NamedFile, { files, problems }: Context): string | undefined {
  try {
    const text = files.readText(path)
    // What is not UTF-8 arrives as replacement characters, and NUL is in no text.
    if (!/[\0\ufffd]/.test(text)) return text.replace(/^\ufeff/, '')
    problems.add(place, `${quote(name)} is not a text in UTF-8; write the path of one`)
  } catch (error) {
    problems.add(
      place,
      `${quote(name)} can't be read (${reasonOf(error)}); write the path of a readable file`,
    )
  }
  return undefined
}

/** UTF-8 bytes. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.message : String(error)
}
