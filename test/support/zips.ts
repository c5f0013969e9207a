import { buffer } from 'node:stream/consumers'

import { ZipFile } from 'yazl'

/** A zip with these files: contents by name, or with the mode bits that they shall have. */
export async function zipOf(
  files: Readonly<Record<string, string | { readonly text: string; readonly mode: number }>>,
): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, file] of Object.entries(files)) {
    const { text, mode } = typeof file === 'string' ? { text: file, mode: 0o100644 } : file
    zip.addBuffer(Buffer.from(text), name, { mode })
  }
  zip.end()
  return buffer(zip.outputStream)
}

/** The code of a Node function that answers with a word, its version and its variables. */
export function sayingZip(word: string): Promise<Buffer> {
  const answer = `{ word: '${word}', version: context.functionVersion, env: process.env }`
  return zipOf({ 'index.mjs': `export const handler = async (event, context) => (${answer})\n` })
}
