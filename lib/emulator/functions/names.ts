import { randomBytes } from 'node:crypto'

/** The account that owns every local function. */
const ACCOUNT = '000000000000'

export interface FunctionReference {
  readonly name: string
  readonly qualifier?: string
}

/**
 * Reads a function name, `name:qualifier`, a partial or a full ARN; undefined when it is none of them.
 * The pattern is the one of the Invoke API's FunctionName parameter.
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const [, name, qualifier] = REFERENCE.exec(text) ?? []
  if (name === undefined) return undefined
  return qualifier === undefined ? { name } : { name, qualifier }
}

const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:[a-z]{2}(?:-[a-z]+)+-\d:)?(?:\d{12}:)?(?:function:)?([a-zA-Z0-9_-]{1,64})(?::(\$LATEST|[a-zA-Z0-9_-]{1,128}))?$/

/** The ARN under which a local function is known. */
export function functionArn(region: string, name: string, qualifier?: string): string {
  const arn = `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}

/** `/aws/lambda/<name>`. */
export function logGroupName(name: string): string {
  return `/aws/lambda/${name}`
}

/** The ARN of a log group. */
export function logGroupArn(region: string, group: string): string {
  return `arn:aws:logs:${region}:${ACCOUNT}:log-group:${group}`
}

/** `YYYY/MM/DD/[version]<32 hex>` in UTC: the name of an environment as functions see it, unique to it. */
export function logStreamName(now: Date, version: string): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/')
  return `${day}/[${version}]${randomBytes(16).toString('hex')}`
}
