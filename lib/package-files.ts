import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The package's folder, seen from the built library (dist/lib). */
const root = new URL('../../', import.meta.url)

/** Folder of the ready profiles and sample functions. */
export const samplesFolder = fileURLToPath(new URL('profiles', root))

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
  return version
}
