/** What the service refuses a call with: its HTTP status, and the name that stands in `x-amzn-ErrorType`. */
export class ServiceError extends Error {
  readonly status: number
  readonly type: string

  constructor(status: number, type: string, message: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

export const notFound = (message: string): ServiceError =>
  new ServiceError(404, 'ResourceNotFoundException', message)

export const invalid = (message: string): ServiceError =>
  new ServiceError(400, 'InvalidParameterValueException', message)

export const conflict = (message: string): ServiceError =>
  new ServiceError(409, 'ResourceConflictException', message)

export const precondition = (): ServiceError =>
  new ServiceError(
    412,
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  )
