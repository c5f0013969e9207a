import type { Sent } from '../model/observation.ts'

type StoredOutcome = Exclude<Sent['outcome'], { kind: 'ok' }>

/** What must be there besides the kind, and of which type. */
const needed: {
  readonly [K in StoredOutcome['kind']]: Readonly<Record<string, 'string' | 'number' | 'boolean'>>
} = {
  'function-error': { errorType: 'string', handled: 'boolean' },
  throttled: { reason: 'string' },
  'timed-out': {},
  'service-error': { status: 'number', name: 'string' },
  'transport-error': { code: 'string' },
}

/** Whether a value read from a file is an outcome as it is written there; `ok` is written as its status alone. */
export function isOutcome(value: unknown): value is StoredOutcome {
  if (typeof value !== 'object' || value === null) return false
  const kind: unknown = Reflect.get(value, 'kind')
  if (typeof kind !== 'string' || !isKind(kind)) return false
  const message: unknown = Reflect.get(value, 'message')
  if (message !== undefined && typeof message !== 'string') return false
  return Object.entries(needed[kind]).every(([name, type]) => typeof Reflect.get(value, name) === type)
}

const isKind = (kind: string): kind is StoredOutcome['kind'] => Object.hasOwn(needed, kind)
