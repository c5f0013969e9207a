import { randomUUID } from 'node:crypto'

/** The caller's X-Amzn-Trace-Id where it can be one, else a new one of an unsampled trace, as Lambda makes it. */
export function traceIdOf(told: string | undefined): string {
  // It becomes a header for the runtime and a variable of its process.
  if (told !== undefined && /^[\x21-\x7e][\x20-\x7e]{0,511}$/.test(told)) return told
  const hex = randomHex()
  const time = Math.floor(Date.now() / 1_000).toString(16)
  const root = `1-${time.padStart(8, '0')}-${hex.slice(0, 24)}`
  return `Root=${root};Parent=${hex.slice(24, 40)};Sampled=0`
}

// Node draws for many of these at once; asking the system for bytes each time costs 20 times as much.
function randomHex(): string {
  return `${randomUUID()}${randomUUID()}`.replaceAll('-', '')
}
