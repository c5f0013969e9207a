import { isRecord } from './json.ts'

/**
 * The status of a payload in the shape that API Gateway and Function URLs turn into an HTTP response
 * (`{ statusCode, headers?, body? }`), or undefined for any other payload.
 */
export function gatewayStatus(payload: unknown): number | undefined {
  if (!isRecord(payload)) return undefined
  const status = payload['statusCode']
  // API Gateway also takes the number as a string.
  const code = typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status
  return typeof code === 'number' && Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined
}
