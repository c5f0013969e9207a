/** An answer of the service itself (not of a function): the HTTP status, the error's name, its JSON body. */
export interface ServiceError {
  readonly status: number
  readonly type: string
  readonly body: Readonly<Record<string, string>>
}

/** What an operation throws to refuse: its caller gets the error as an answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly error: ServiceError

  constructor(error: ServiceError) {
    super(`${error.type}: ${error.body['message'] ?? error.body['Message'] ?? ''}`)
    this.error = error
  }
}

export function functionNotFound(arn: string): ServiceError {
  return notFound(`Function not found: ${arn}`)
}

export function aliasNotFound(arn: string): ServiceError {
  return notFound(`Cannot find alias arn: ${arn}`)
}

export function policyNotFound(): ServiceError {
  return notFound('The resource you requested does not exist.')
}

export function urlNotFound(): ServiceError {
  return notFound('The resource you requested does not exist.')
}

export function eventConfigNotFound(arn: string): ServiceError {
  return notFound(`The function ${arn} doesn't have an EventInvokeConfig`)
}

export function statementNotFound(sid: string): ServiceError {
  return notFound(`Statement ${sid} is not found in resource policy.`)
}

export function codeNotFound(): ServiceError {
  return notFound('No version has this code any more: ask GetFunction for its Location again.')
}

// AWS writes it with a capital M here and nowhere else.
function notFound(Message: string): ServiceError {
  return { status: 404, type: 'ResourceNotFoundException', body: { Type: 'User', Message } }
}

export function provisionedNotFound(): ServiceError {
  const message = 'No Provisioned Concurrency Config found for this function'
  return {
    status: 404,
    type: 'ProvisionedConcurrencyConfigNotFoundException',
    body: { Type: 'User', message },
  }
}

export function resourceConflict(message: string): ServiceError {
  return { status: 409, type: 'ResourceConflictException', body: { Type: 'User', message } }
}

export function updateInProgress(arn: string): ServiceError {
  return resourceConflict(
    `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
  )
}

/** What the caller has read is no longer so; `read` names the operation that tells. */
export function preconditionFailed(read: string): ServiceError {
  const message =
    'The Revision Id provided does not match the latest Revision Id. ' +
    `Call the ${read} API to retrieve the latest Revision Id`
  return { status: 412, type: 'PreconditionFailedException', body: { Type: 'User', message } }
}

/** Values of the right type and outside of what AWS takes, all of them in AWS's one sentence. */
export function validationFailed(problems: readonly string[]): ServiceError {
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`
  return { status: 400, type: 'ValidationException', body: { message: `${count}: ${problems.join('; ')}` } }
}

/** No JSON, or values of other types than AWS's. */
export function notSerialized(problem: string): ServiceError {
  return { status: 400, type: 'SerializationException', body: { message: problem } }
}

export function invalidParameter(message: string): ServiceError {
  return { status: 400, type: 'InvalidParameterValueException', body: { Type: 'User', message } }
}

export function notJson(problem: string): ServiceError {
  const message = `Could not parse request body into json: ${problem}`
  return { status: 400, type: 'InvalidRequestContentException', body: { Type: 'User', message } }
}

export function requestTooLarge(limit: number, operation = 'InvokeFunction'): ServiceError {
  const message = `Request must be smaller than ${limit} bytes for the ${operation} operation`
  return { status: 413, type: 'RequestEntityTooLargeException', body: { Type: 'User', message } }
}

/** What came is no HTTP. */
export function badRequest(problem: string): ServiceError {
  const message = `The request could not be read: ${problem}`
  return { status: 400, type: 'BadRequestException', body: { Type: 'User', message } }
}

export function headTooLarge(): ServiceError {
  const message = 'The request line and headers must be smaller than 16 KB.'
  return { status: 431, type: 'RequestHeaderSectionTooLargeException', body: { Type: 'User', message } }
}

/** The sender takes longer than any that means it. */
export function requestTooSlow(): ServiceError {
  const message = 'The request did not arrive in time.'
  return { status: 408, type: 'RequestTimeoutException', body: { Type: 'User', message } }
}

export function throttled(reason: string): ServiceError {
  const body = { Reason: reason, Type: 'User', message: 'Rate Exceeded.' }
  return { status: 429, type: 'TooManyRequestsException', body }
}

/** More than the X-Amz-Client-Context header may hold. */
export function clientContextTooLarge(limit: number): ServiceError {
  const message = `Client context must be no more than ${limit} bytes of base64`
  return { status: 400, type: 'InvalidRequestContentException', body: { Type: 'User', message } }
}

/** This machine's limit too, in the form in which callers of Lambda know to try again later. */
export function eventQueueFull(limit: string): ServiceError {
  const message =
    `The local queue of asynchronous invocations is full: ${limit} are waiting. ` +
    `It is bounded for this machine's memory and is not a limit of Lambda.`
  const body = { Reason: 'LocalEventQueueFull', Type: 'User', message }
  return { status: 429, type: 'TooManyRequestsException', body }
}

/** This machine's limit, which AWS doesn't have: never to be taken for a throttle. */
export function localCapReached(cap: number): ServiceError {
  const message =
    `The local cap of ${cap} execution environments is reached and all are busy. It protects this ` +
    `machine's memory and is not a limit of Lambda: raise --max-environments, or give functions less memory.`
  return { status: 503, type: 'LocalCapException', body: { Type: 'Service', message } }
}

/** Not AWS's: there a signature keeps strangers out. */
export function webPagesRefused(): ServiceError {
  const message =
    'The local Lambda answers no web pages, for it asks nobody for credentials: call it from a program, by an ' +
    'address or localhost. Pages can call function URLs.'
  return { status: 403, type: 'AccessDeniedException', body: { Type: 'User', message } }
}

export function notImplemented(what: string): ServiceError {
  const message = `The local Lambda does not implement ${what}.`
  return { status: 501, type: 'NotImplementedException', body: { Type: 'User', message } }
}

export function internalFailure(error: unknown): ServiceError {
  const message = `The local Lambda failed: ${error instanceof Error ? error.message : String(error)}`
  return { status: 500, type: 'ServiceException', body: { Type: 'Service', message } }
}
