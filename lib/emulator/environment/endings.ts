import type { Answer, Ending } from './invocation.ts'
import type { InitReportFacts } from '../logs/log-buffer.ts'
import type { Exit, FunctionAnswer, RuntimeEvent } from './runtime-event.ts'

/** What ends a process while it runs: all events but its requests for work and its answers. */
export type FatalEvent = Extract<RuntimeEvent, { kind: 'no-answer' | 'out-of-memory' | 'deadline' | 'exit' }>

/** The ending of an invocation that its function has answered and that is over in good order. */
export function answeredEnding(answer: FunctionAnswer): Ending {
  switch (answer.kind) {
    case 'response':
      return { answer: { payload: answer.payload, functionError: false }, outcome: 'ok' }
    case 'error':
      return { answer: { payload: answer.payload, functionError: true }, outcome: 'error' }
    case 'too-large': {
      const errorType = 'Function.ResponseSizeTooLarge'
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${answer.limitBytes} bytes).`
      return failedAnswer('too-large', { errorType, errorMessage })
    }
    case 'truncated':
      return failedAnswer('error', {
        errorType: 'Runtime.TruncatedResponse',
        errorMessage: 'The runtime did not send the whole response',
      })
    default:
      return answer satisfies never
  }
}

function failedAnswer(outcome: 'too-large' | 'error', error: ErrorDocument): Ending {
  return { answer: errorAnswer(error), outcome, status: 'error', errorType: error.errorType }
}

interface ErrorDocument {
  readonly errorType: string
  readonly errorMessage: string
}

/** The ending of an invocation during which the process ended or was ended, in the words AWS uses. */
export function fatalEnding(event: FatalEvent, requestId: string, timeoutMs: number): Ending {
  switch (event.kind) {
    case 'deadline': {
      const message = `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`
      return {
        answer: runtimeError('Sandbox.Timedout', requestId, message),
        outcome: 'timeout',
        status: 'timeout',
      }
    }
    case 'out-of-memory':
      return failed(
        'out-of-memory',
        'Runtime.OutOfMemory',
        requestId,
        'Runtime exited with error: signal: killed',
      )
    case 'exit':
      return failed('exit', exitErrorType(event.exit), requestId, describeExit(event.exit))
    case 'no-answer':
      return failed(
        'exit',
        'Runtime.InvalidStateTransition',
        requestId,
        'Runtime asked for work without an answer',
      )
    default:
      return event satisfies never
  }
}

/** The same for a process that ended after it had answered: the caller keeps that answer. */
export function lateEnding(answered: Ending, fatal: Ending): Ending {
  const { status, errorType } = fatal
  return {
    ...answered,
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
  }
}

/** The ending of an invocation whose own attempt at INIT failed. */
export function bootEnding(
  boot: FatalEvent | Extract<RuntimeEvent, { kind: 'init-error' }>,
  requestId: string,
  timeoutMs: number,
): Ending {
  if (boot.kind === 'init-error') return initErrorEnding(boot.answer)
  const ending = fatalEnding(boot, requestId, timeoutMs)
  // A slow INIT may be faster next time; one that crashes leaves nothing worth keeping.
  if (ending.outcome === 'timeout') return ending
  return { ...ending, outcome: ending.outcome === 'exit' ? 'init-error' : ending.outcome, lost: true }
}

/** The same for a runtime that said why it could not start; the environment is given up. */
export function initErrorEnding(answer: FunctionAnswer): Ending {
  const { answer: told } = answeredEnding(answer)
  return {
    answer: { ...told, functionError: true },
    outcome: 'init-error',
    status: 'error',
    errorType: initErrorType(answer),
    lost: true,
  }
}

/** What INIT_REPORT says of an INIT that did not succeed. */
export function failedInit(
  event: FatalEvent | Extract<RuntimeEvent, { kind: 'init-error' }>,
): Pick<InitReportFacts, 'status' | 'errorType'> {
  if (event.kind === 'init-error') return { status: 'error', errorType: initErrorType(event.answer) }
  const { status = 'error', errorType } = fatalEnding(event, '', 0)
  return errorType === undefined ? { status } : { status, errorType }
}

function initErrorType(answer: FunctionAnswer): string {
  return reportedType(answer.kind === 'error' ? answer.errorType : undefined)
}

/**
 * The error type that REPORT shows for what a runtime said: the rule of AWS's runtime interface emulator
 * (fatalerror.go). For the whole word: REPORT must not take other fields from the name of an error.
 */
function reportedType(told = ''): string {
  if (/^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(told)) return told
  return told.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown'
}

function failed(
  outcome: 'exit' | 'out-of-memory',
  errorType: string,
  requestId: string,
  message: string,
): Ending {
  return { answer: runtimeError(errorType, requestId, message), outcome, status: 'error', errorType }
}

function runtimeError(errorType: string, requestId: string, message: string): Answer {
  return errorAnswer({ errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` })
}

function errorAnswer(error: ErrorDocument): Answer {
  return { payload: Buffer.from(JSON.stringify(error)), functionError: true }
}

function exitErrorType(exit: Exit): string {
  return exit.kind === 'not-started' ? 'Runtime.InvalidEntrypoint' : 'Runtime.ExitError'
}

/** Lambda's host side is written in Go; these are the words of its os/exec. */
function describeExit(exit: Exit): string {
  switch (exit.kind) {
    case 'exited':
      if (exit.status === 0) return 'Runtime exited without providing a reason'
      return `Runtime exited with error: exit status ${exit.status}`
    case 'signaled':
      return `Runtime exited with error: signal: ${SIGNAL_WORDS[exit.signal] ?? exit.signal}`
    case 'not-started':
      return `fork/exec ${exit.path}: ${START_WORDS[exit.code] ?? exit.code}`
    default:
      return exit satisfies never
  }
}

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
}

const START_WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  ENOENT: 'no such file or directory',
  ENOEXEC: 'exec format error',
  ENOTDIR: 'not a directory',
}
