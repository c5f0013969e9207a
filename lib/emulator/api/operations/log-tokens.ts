import type { LogEvent } from '../../logs/log-event.ts'
import type { Position } from '../../logs/read-events.ts'
import { LogsError } from './log-operation.ts'

/** 56 digits, as AWS's have; they sort as the events do. */
export function eventId({ timestamp, number }: LogEvent): string {
  return `${String(timestamp).padStart(16, '0')}${String(number).padStart(40, '0')}`
}

/** Where GetLogEvents begins: at its token, else at one of the stream's ends. */
export function startOf(token: string | undefined, fromHead: boolean): Position {
  if (token === undefined) {
    return fromHead ? { kind: 'after', number: 0 } : { kind: 'before', number: Number.MAX_SAFE_INTEGER }
  }
  const [, direction, digits] = /^([fb])\/(\d{1,56})\/s$/.exec(token) ?? []
  const number = Number(digits)
  if (!Number.isSafeInteger(number)) throw invalidToken()
  return { kind: direction === 'f' ? 'after' : 'before', number }
}

export function streamToken({ kind, number }: Position): string {
  return `${kind === 'after' ? 'f' : 'b'}/${String(number).padStart(56, '0')}/s`
}

export function offsetToken(offset: number): string {
  return Buffer.from(`after ${offset}`).toString('base64')
}

/** 0 without a token. */
export function readOffset(token: string | undefined): number {
  if (token === undefined) return 0
  const digits = /^after (\d{1,16})$/.exec(Buffer.from(token, 'base64').toString('latin1'))?.[1]
  const offset = Number(digits)
  if (!Number.isSafeInteger(offset)) throw invalidToken()
  return offset
}

function invalidToken(): LogsError {
  return new LogsError('InvalidParameterException', 'The specified nextToken is invalid.')
}
