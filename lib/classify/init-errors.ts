/**
 * Whether an error type says that INIT failed, so that no handler was ever entered. An open list: the names are
 * those of the Node and Python runtime clients and of AWS's runtime emulator. Those that also end invocations
 * are left out.
 */
export function saysInitFailed(errorType: string | undefined): boolean {
  return errorType !== undefined && (initErrors.has(errorType) || errorType.startsWith('Extension.'))
}

const initErrors: ReadonlySet<string> = new Set([
  'Runtime.HandlerNotFound',
  'Runtime.ImportModuleError',
  'Runtime.InvalidEntrypoint',
  'Runtime.InvalidTaskConfig',
  'Runtime.InvalidWorkingDir',
  'Runtime.MalformedHandlerName',
  'Runtime.MalformedStreamingHandler',
  'Runtime.UserCodeSyntaxError',
])

/** Whether an error type is the platform's for an invocation that ended badly, so that a handler was entered. */
export function endsInvocations(errorType: string): boolean {
  return invocationErrors.has(errorType) || errorType.startsWith('Sandbox.')
}

const invocationErrors: ReadonlySet<string> = new Set([
  'Function.ResponseSizeTooLarge',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
])
