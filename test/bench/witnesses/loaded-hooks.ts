// The hooks that `loaded` registers: Node calls them on a thread of their own, which shares the file descriptors.
import { writeSync } from 'node:fs'

interface Resolved {
  readonly url: string
}

/** Leaves it to Node what a module is, and writes that down. */
export async function resolve(
  specifier: string,
  context: object,
  next: (specifier: string, context: object) => Promise<Resolved>,
): Promise<Resolved> {
  const resolved = await next(specifier, context)
  writeSync(3, `${resolved.url}\n`)
  return resolved
}
