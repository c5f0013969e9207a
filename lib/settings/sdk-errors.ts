import { PlaneError } from './control-plane.ts'

/** What the service or the network did; what is neither is a bug, or the user's, and stays what it is. */
export function planeError(operation: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { $metadata, $fault, code } = error as Error & Thrown
  const status = $metadata?.httpStatusCode
  if (status !== undefined) {
    // Else the SDK could not read the answer; its words are for whoever uses the SDK.
    return $fault === undefined ? unreadable(operation, status) : answered(operation, status, error)
  }
  const broken = typeof code === 'string' || /^(Timeout|Abort)Error$/.test(error.name)
  if (!broken) return error
  return new PlaneError(
    operation,
    typeof code === 'string' ? code : error.name,
    undefined,
    wordsOf(error),
    error,
  )
}

interface Thrown {
  readonly $metadata?: { readonly httpStatusCode?: number }
  /** Of every answer that the SDK could read as an error. */
  readonly $fault?: unknown
  readonly code?: unknown
}

/** An answer that is none of the service's, or that was cut short. */
export function unreadable(operation: string, status: number | undefined): PlaneError {
  const code = `HTTP ${status ?? 'status unknown'}`
  return new PlaneError(operation, code, status, `the answer could not be read (${code})`)
}

function answered(operation: string, status: number, error: Error): PlaneError {
  // The SDK's name of an error that names itself nowhere.
  if (error.name !== 'Unknown') return new PlaneError(operation, error.name, status, error.message, error)
  if (error.message === '' || error.message === 'UnknownError') return unreadable(operation, status)
  return new PlaneError(operation, `HTTP ${status}`, status, error.message, error)
}

/** Of an attempt at several addresses Node's error says nothing but its name. */
function wordsOf(error: Error): string {
  if (error.message !== '') return error.message
  return error instanceof AggregateError ? String(error.errors[0]) : error.name
}
