import { quoted, Refusal, refuse } from './refusal.ts'

/** Names in lower case; fields of one name are joined by a comma and a space (RFC 9110, 5.3). */
export type Headers = Readonly<Record<string, string | undefined>>

export interface AnswerHead {
  /** HTTP/1.`minor`. */
  readonly minor: 0 | 1
  readonly status: number
  readonly headers: Headers
}

/** Bytes of the status line and all fields together, and of all trailers. */
export const largestHead = 64 * 1024

/**
 * Reads a head by RFC 9112. `text` holds its bytes as latin1: the status line and the fields, each with its
 * CRLF, without the empty line. Throws Refusal for what the grammar does not allow.
 */
export function parseHead(text: string): AnswerHead {
  const end = text.indexOf('\n')
  const { minor, status } = parseStatusLine(lineBefore(text, 0, end, 'HTTP_BAD_STATUS_LINE'))
  return { minor, status, headers: parseFields(text, end + 1, 'HTTP_BAD_HEADER') }
}

/** Throws Refusal unless a head may begin like this, so that what is no HTTP at all is not waited for. */
export function checkBeginning(text: string): void {
  if (!'HTTP/1.'.startsWith(text.slice(0, 7))) throw noHttp(text)
}

/** Throws Refusal for a part of a head in which a line ends without CR: the empty line would never come. */
export function checkLineEnds(text: string, code: FieldCode): void {
  const bare = /[^\r]\n/.exec(text)
  if (bare) throw refuse(code, 'a line ends without CR', text.slice(0, bare.index + 1))
}

type FieldCode = 'HTTP_BAD_HEADER' | 'HTTP_BAD_TRAILER'

function parseStatusLine(line: string): { minor: 0 | 1; status: number } {
  // The usual ones are told by comparing: this runs for every answer.
  if (line === 'HTTP/1.1 200 OK') return ordinary
  // The grammar has a space after the status even where no reason follows; many servers leave it out.
  const parts = /^HTTP\/1\.([01]) (\d{3})(?: [\t\x20-\x7e\x80-\xff]*)?$/.exec(line)
  if (!parts) throw noHttp(line)
  return { minor: parts[1] === '0' ? 0 : 1, status: Number(parts[2]) }
}

const ordinary = { minor: 1, status: 200 } as const

function noHttp(text: string): Refusal {
  const code = 'HTTP_BAD_STATUS_LINE'
  // 21 is the content type of a TLS alert (RFC 8446, 5.1): the answer to a request in clear text.
  if (text.startsWith('\x15\x03')) return new Refusal(code, 'the server speaks TLS: try https:// for http://')
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  return new Refusal(code, `the answer is no HTTP/1.1, it begins with ${quoted(line)}`)
}

/** Reads the field lines of `text` from `start` on. Throws Refusal with `code` for a malformed one. */
export function parseFields(text: string, start: number, code: FieldCode): Headers {
  // RFC 9110, 5.5: CR, LF and NUL are dangerous in a value; other controls may be kept, and are cleaned where shown.
  if (text.includes('\0')) throw refuse(code, 'a field has a NUL')
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  let count = 0
  for (let from = start, end: number; from < text.length; from = end + 1) {
    end = text.indexOf('\n', from)
    if (++count > mostFields) throw new Refusal('HTTP_HEAD_TOO_LARGE', `more than ${mostFields} fields`)
    const line = lineBefore(text, from, end, code)
    const colon = line.indexOf(':')
    const name = fieldName(line.slice(0, Math.max(0, colon))) ?? misnamed(line, code)
    const value = trimmed(line, colon + 1)
    const before = headers[name]
    headers[name] = before === undefined ? value : `${before}, ${value}`
  }
  return headers
}

const mostFields = 256

/** The line that the LF at `end` closes, without its CRLF. */
function lineBefore(text: string, from: number, end: number, code: Refusal['code']): string {
  const line = text.slice(from, end - 1)
  if (end <= from || text.charCodeAt(end - 1) !== carriageReturn)
    throw refuse(code, 'a line ends without CR', line)
  if (line.includes('\r')) throw refuse(code, 'a CR without LF', line)
  return line
}

const carriageReturn = 13

function misnamed(line: string, code: FieldCode): never {
  // RFC 9112, 5.2: a line that begins with white space would continue the one before.
  if (/^[\t ]/.test(line)) throw refuse(code, 'a folded field line', line)
  throw refuse(code, 'a line that is no «name: value»', line)
}

function fieldName(raw: string): string | undefined {
  const known = knownNames.get(raw)
  if (known !== undefined) return known
  if (!token.test(raw)) return undefined
  const name = raw.toLowerCase()
  if (knownNames.size < mostKnownNames && raw.length <= longestKnownName) knownNames.set(raw, name)
  return name
}

// RFC 9110, 5.6.2.
const token = /^[\w!#$%&'*+.^`|~-]+$/
/** Names that were found to be tokens, as written → in lower case: a server sends the same ones again and again. */
const knownNames = new Map<string, string>()
const mostKnownNames = 256
const longestKnownName = 64

/** What follows `from` without spaces and tabs around it (`trim` would take more than those two). */
function trimmed(line: string, from: number): string {
  let end = line.length
  while (from < end && isBlank(line.charCodeAt(from))) from += 1
  while (end > from && isBlank(line.charCodeAt(end - 1))) end -= 1
  return line.slice(from, end)
}

const isBlank = (code: number): boolean => code === 32 || code === 9
