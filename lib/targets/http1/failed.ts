import { cleanText } from '../../markers/clean-log.ts'
import type { ExchangeResult } from './exchange.ts'
import { Refusal } from './refusal.ts'

/** What made an exchange fail, as its result. An error without a code is a bug of ours, and is thrown on. */
export function failed(error: unknown): ExchangeResult {
  if (!(error instanceof Error)) throw error
  if (error instanceof Refusal) return { kind: 'failed', code: error.code, message: error.message }
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code !== 'string') throw error
  // A write to a connection that the other side has closed is the same event as a read from it.
  const name = code === 'EPIPE' ? 'ECONNRESET' : cleanText(code, 60)
  return { kind: 'failed', code: name, message: cleanText(error.message, 300) }
}
