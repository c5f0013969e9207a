import { failure } from './request-document.ts'
import { invalidParameter, Refusal, validationFailed } from './service-error.ts'

/** Throws Refusal for variables that AWS does not take. */
export function refuseVariables(variables: Readonly<Record<string, string>>): void {
  const unable =
    'Lambda was unable to configure your environment variables because the environment variables you have provided'
  const names = Object.keys(variables)
  if (!names.every((name) => /^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) || RESERVED.has(name))) {
    throw new Refusal(
      validationFailed([failure(shown(variables), ['Environment', 'Variables'], KEY_CONSTRAINT)]),
    )
  }
  const reserved = names.filter((name) => RESERVED.has(name))
  if (reserved.length > 0) {
    const problem = `${unable} contains reserved keys that are currently not supported for modification. `
    throw new Refusal(
      invalidParameter(`${problem}Reserved keys used in this request: ${reserved.join(', ')}`),
    )
  }
  const measured = JSON.stringify(variables)
  if (Buffer.byteLength(measured) > MOST_VARIABLE_BYTES) {
    throw new Refusal(invalidParameter(`${unable} exceeded the 4KB limit. String measured: ${measured}`))
  }
  if (Object.values(variables).some((value) => value.includes('\0'))) {
    throw new Refusal(invalidParameter(`${unable} contains a zero byte.`))
  }
}

const shown = (variables: Readonly<Record<string, string>>): string =>
  `{${Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}}`

const KEY_CONSTRAINT =
  'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]'

const MOST_VARIABLE_BYTES = 4_096

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, 2026-11. */
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
])
