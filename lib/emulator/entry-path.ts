import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The file of a program that lies beside this one (`warden-main`), compiled or not as this one is. */
export function entryPath(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url))
}
