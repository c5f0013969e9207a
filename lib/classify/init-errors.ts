/**
 * Whether an error type says that INIT failed, so that no handler was ever entered. An open list: the names are
 * those of the Node and Python runtime clients and of AWS's runtime emulator. `Runtime.ExitError`,
 * `Runtime.OutOfMemory` and `Sandbox.Timedout` are left out, because they also end invocations.
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
