import type { FileReader, NamedFile } from './files.ts'
import { quote } from './found.ts'

/** What a deployment package may hold, unpacked: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 250 * 1_024 * 1_024

/** APPNOTE 4.3.7 and 4.3.16: what a zip file begins with that holds something, and one that holds nothing. */
const [firstEntry, noEntry] = ['504b0304', '504b0506']

/** Why a file can't be the code of a function; undefined when nothing speaks against it. What is in it is not looked at. */
export function zipFault({ name, path }: NamedFile, files: FileReader): string | undefined {
  if (!files.exists(path)) return `there is no file ${quote(name)}; write the path of a zip file`
  if (files.isDirectory(path)) return `${quote(name)} is a folder; write the path of a zip file`
  const start = beginningOf(path, files)
  if (start === undefined) return `${quote(name)} can't be read; write the path of a readable file`
  if (start === noEntry) return `${quote(name)} is a zip file with nothing in it; put the code into it`
  if (start !== firstEntry) return `${quote(name)} is not a zip file; write the path of one`
  return files.size(path) > mostBytes
    ? `${quote(name)} is larger than 250 MB, which is all that Lambda takes; make it smaller`
    : undefined
}

/** Hexadecimal. */
function beginningOf(path: string, files: FileReader): string | undefined {
  try {
    return Buffer.from(files.firstBytes(path, 4)).toString('hex')
  } catch {
    // Not readable for us: that is what the caller says of it.
    return undefined
  }
}
