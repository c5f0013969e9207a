import { isAscii } from 'node:buffer'
import { type FileHandle, open } from 'node:fs/promises'

/** Some lines of a file, each with its line feed. `torn`: what stands after the last one, alone and last of all. */
export interface Lines {
  readonly text: string
  readonly torn: boolean
}

/** Far beyond any line of ours; a file without line feeds must not fill the memory. */
const longestLine = 4 * 1024 * 1024

const readBytes = 256 * 1024

/** V8 has strings of more than 128 KB in memory of their own, where making one takes eight times as long. */
const textBytes = 64 * 1024

const lineFeed = 10

/**
 * The lines of a file, part by part. Only a line feed ends a line: a log may hold other characters that are
 * taken for line ends elsewhere. Of a line beyond 4 MB only the beginning is given. Rejects with what opening
 * or reading threw.
 */
export async function* wholeLines(path: string): AsyncGenerator<Lines> {
  const file = await open(path)
  let buffer: Buffer = Buffer.allocUnsafe(2 * readBytes)
  let next: Buffer = Buffer.allocUnsafe(2 * readBytes)
  /** Bytes at the beginning of `buffer` that belong to a line whose end is not read yet. */
  let begun = 0
  let reading = fill(file, buffer, begun)
  try {
    for (let filled = await reading; filled > begun; filled = await reading) {
      const end = buffer.lastIndexOf(lineFeed, filled - 1) + 1
      begun = Math.min(filled - end, longestLine)
      next = withRoom(next, begun + readBytes)
      buffer.copy(next, 0, end, end + begun)
      // Read on while what is here is looked at.
      reading = fill(file, next, begun)
      for (const text of textsOf(buffer.subarray(0, end))) yield { text, torn: false }
      ;[buffer, next] = [next, buffer]
    }
    if (begun > 0) yield { text: decode(buffer.subarray(0, begun)), torn: true }
  } finally {
    await reading.catch(() => 0)
    await file.close()
  }
}

/** Reads on behind the first `begun` bytes and resolves to how many there are now. */
async function fill(file: FileHandle, buffer: Buffer, begun: number): Promise<number> {
  const { bytesRead } = await file.read(buffer, begun, readBytes, null)
  return begun + bytesRead
}

const withRoom = (buffer: Buffer, bytes: number): Buffer =>
  buffer.length >= bytes ? buffer : Buffer.allocUnsafe(bytes)

/** Whole lines in pieces of about `textBytes`, a longer line alone. */
function* textsOf(lines: Buffer): Generator<string> {
  for (let start = 0; start < lines.length;) {
    let end = lines.length
    if (end - start > textBytes) end = lines.lastIndexOf(lineFeed, start + textBytes - 1) + 1
    if (end <= start) end = lines.indexOf(lineFeed, start) + 1
    yield decode(lines.subarray(start, end))
    start = end
  }
}

/** Nearly all of it is ASCII, which Latin-1 has too: decoding that is only copying. */
const decode = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
