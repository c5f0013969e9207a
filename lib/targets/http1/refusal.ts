import { cleanText } from '../../markers/clean-log.ts'

export type RefusalCode =
  | 'HTTP_BAD_STATUS_LINE'
  | 'HTTP_BAD_HEADER'
  | 'HTTP_BAD_LENGTH'
  | 'HTTP_BAD_TRANSFER_ENCODING'
  | 'HTTP_BAD_CHUNK'
  | 'HTTP_BAD_TRAILER'
  | 'HTTP_HEAD_TOO_LARGE'
  | 'HTTP_TOO_MANY_INTERIM'
  | 'HTTP_UNEXPECTED_UPGRADE'
  | 'BODY_TOO_LARGE'
  | 'BODY_TRUNCATED'
  | 'ECONNRESET'

/** Why the bytes of a server are not taken for an answer. Its message is safe to print. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
  }
}

/** A refusal of bytes that another client may put up with. `text` is untrusted. */
export function refuse(code: RefusalCode, what: string, text?: string): Refusal {
  const seen = text === undefined ? '' : `: ${quoted(text)}`
  return new Refusal(code, `${what}${seen}; --transport sdk may be more lenient`)
}

/** Untrusted text as a short line between quotation marks. */
export const quoted = (text: string): string => `«${cleanText(text, 80)}»`
