import { cleanText } from '../../markers/clean-log.ts'
import type { ExchangeResult } from './exchange.ts'
import { Refusal } from './refusal.ts'

/** What made an exchange fail, as its result: by the code that Node or the parser gave it, else by its name. */
export function failed(error: unknown): ExchangeResult {
  if (!(error instanceof Error)) return { kind: 'failed', code: 'UNKNOWN' }
  if (error instanceof Refusal) return { kind: 'failed', code: error.code, message: error.message }
  const told: unknown = Reflect.get(error, 'code')
  const code = cleanText(typeof told === 'string' ? told : error.name, 60)
  // A write to a connection that the other side has closed is the same event as a read from it.
  if (code === 'EPIPE') return { kind: 'failed', code: 'ECONNRESET', message: 'the connection was closed' }
  const hint = distrust.test(code) ? '; an authority of your own can be named in NODE_EXTRA_CA_CERTS' : ''
  return { kind: 'failed', code, message: `${cleanText(error.message, 300)}${hint}` }
}

/** OpenSSL's names for a certificate whose issuer is not known here. */
const distrust = /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/
