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

/**
 * Whether an error type is the platform's for an invocation that ended badly in its handler. A process that exits
 * or runs out of memory may do so as early as in INIT, where REPORT looks the same.
 */
export function endsInvocations(errorType: string): boolean {
  return errorType === 'Function.ResponseSizeTooLarge' || errorType.startsWith('Sandbox.')
}
