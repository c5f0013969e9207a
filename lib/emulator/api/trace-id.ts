import { randomBytes } from 'node:crypto'

/** The caller's X-Amzn-Trace-Id where it can be one, else a new one of an unsampled trace, as Lambda makes it. */
export function traceIdOf(told: string | undefined): string {
  // It becomes a header for the runtime and a variable of its process.
  if (told !== undefined && /^[\x21-\x7e][\x20-\x7e]{0,511}$/.test(told)) return told
  const time = Math.floor(Date.now() / 1_000).toString(16)
  const root = `1-${time.padStart(8, '0')}-${randomBytes(12).toString('hex')}`
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`
}
