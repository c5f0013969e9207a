import { interruptedCode } from '../../model/outcome.ts'

/** The outcome of an invocation that its caller gave up. */
export const interrupted = {
  kind: 'transport-error',
  code: interruptedCode,
  message: 'given up by the second interrupt, unanswered',
} as const
