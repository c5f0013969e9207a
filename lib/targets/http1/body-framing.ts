import type { AnswerHead, Headers } from './answer-head.ts'
import { Refusal, refuse } from './refusal.ts'

/** Where an answer's body ends. */
export type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }

/** Buffered answers of Lambda are at most 6 MB; a server that goes on must not fill this machine's memory. */
export const largestBody = 16 * 1024 * 1024

/**
 * By RFC 9112, 6.3, for the answer to a request that is neither HEAD nor CONNECT. Throws Refusal where a head
 * can be understood in two ways: whoever stands in between may have understood the other one.
 */
export function framingOf({ minor, status, headers }: AnswerHead): Framing {
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  if (coding !== undefined) checkCoding(coding, minor, length)
  const declared = length === undefined ? undefined : parseLength(length)
  if (status === 204 || status === 304) return nothing
  if (coding !== undefined) return chunked
  if (declared === undefined) return untilClose
  if (declared > largestBody) throw bodyTooLarge()
  return { kind: 'length', length: declared }
}

/** Whether another request may follow on the connection, as far as the head says. */
export function isKeptAlive({ minor, headers }: AnswerHead): boolean {
  const connection = headers['connection']
  if (minor === 0) return false
  if (connection === undefined || connection === 'keep-alive') return true
  return !/(?:^|[,\t ])close(?:[,\t ]|$)/i.test(connection)
}

/** For how many seconds the server says that it keeps an idle connection. */
export function keptAliveFor(headers: Headers): number | undefined {
  const said = headers['keep-alive']
  const seconds =
    said === undefined ? undefined : /(?:^|[,\t ])timeout=(\d{1,6})(?:[,\t ]|$)/i.exec(said)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

export const bodyTooLarge = (): Refusal =>
  new Refusal('BODY_TOO_LARGE', `the answer is larger than ${largestBody / 1024 ** 2} MB`)

const nothing: Framing = { kind: 'length', length: 0 }
const chunked: Framing = { kind: 'chunked' }
const untilClose: Framing = { kind: 'until-close' }

function checkCoding(coding: string, minor: number, length: string | undefined): void {
  const code = 'HTTP_BAD_TRANSFER_ENCODING'
  if (length !== undefined) throw refuse(code, 'both Transfer-Encoding and Content-Length')
  if (minor === 0) throw refuse(code, 'Transfer-Encoding in HTTP/1.0', coding)
  if (coding.toLowerCase() !== 'chunked')
    throw refuse(code, 'a Transfer-Encoding that is not chunked', coding)
}

/** A length may be said several times, if it is the same each time. */
function parseLength(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const [first = '', ...others] = text.split(/[\t ]*,[\t ]*/)
  if (!/^\d+$/.test(first)) throw refuse('HTTP_BAD_LENGTH', 'a Content-Length that is no number', text)
  if (others.some((other) => other !== first))
    throw refuse('HTTP_BAD_LENGTH', 'several Content-Lengths', text)
  return Number(first)
}
