/** An answer of the service itself (not of a function): the HTTP status, the error's name, its JSON body. */
export interface ServiceError {
  readonly status: number
  readonly type: string
  readonly body: Readonly<Record<string, string>>
}

export function functionNotFound(arn: string): ServiceError {
  const body = { Type: 'User', Message: `Function not found: ${arn}` }
  return { status: 404, type: 'ResourceNotFoundException', body }
}

export function invalidParameter(message: string): ServiceError {
  return { status: 400, type: 'InvalidParameterValueException', body: { Type: 'User', message } }
}

export function notJson(problem: string): ServiceError {
  const message = `Could not parse request body into json: ${problem}`
  return { status: 400, type: 'InvalidRequestContentException', body: { Type: 'User', message } }
}

export function requestTooLarge(limit: number): ServiceError {
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`
  return { status: 413, type: 'RequestEntityTooLargeException', body: { Type: 'User', message } }
}

export function throttled(reason: string): ServiceError {
  const body = { Reason: reason, Type: 'User', message: 'Rate Exceeded.' }
  return { status: 429, type: 'TooManyRequestsException', body }
}

/** This machine's limit, which AWS doesn't have: never to be taken for a throttle. */
export function localCapReached(cap: number): ServiceError {
  const message =
    `The local cap of ${cap} execution environments is reached and all are busy. It protects this ` +
    `machine's memory and is not a limit of Lambda: raise --max-environments, or give functions less memory.`
  return { status: 503, type: 'LocalCapException', body: { Type: 'Service', message } }
}

export function notImplemented(what: string): ServiceError {
  const message = `The local Lambda does not implement ${what}.`
  return { status: 501, type: 'NotImplementedException', body: { Type: 'User', message } }
}

export function internalFailure(error: unknown): ServiceError {
  const message = `The local Lambda failed: ${error instanceof Error ? error.message : String(error)}`
  return { status: 500, type: 'ServiceException', body: { Type: 'Service', message } }
}
