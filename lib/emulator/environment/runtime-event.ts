/** What happens to a runtime process, in the order in which it happens. */
export type RuntimeEvent =
  /** It asks for work: INIT is done, or the last invocation is over. */
  | { readonly kind: 'next' }
  | { readonly kind: 'answer'; readonly answer: FunctionAnswer }
  | { readonly kind: 'init-error'; readonly answer: FunctionAnswer }
  /** It asked for the next invocation without having answered the current one. */
  | { readonly kind: 'no-answer' }
  /** It used more memory than it has; it has been killed. */
  | { readonly kind: 'out-of-memory' }
  /** The time set last is over; `alarm` tells it from those set before. */
  | { readonly kind: 'deadline'; readonly alarm: number }
  | { readonly kind: 'exit'; readonly exit: Exit }

export type FunctionAnswer =
  | { readonly kind: 'response'; readonly payload: Buffer }
  | { readonly kind: 'error'; readonly payload: Buffer; readonly errorType: string | undefined }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  /** A streamed answer of which a part is missing. */
  | { readonly kind: 'truncated' }

export type Exit =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signaled'; readonly signal: string }
  /** There was no process: the file is missing, or can't be executed. */
  | { readonly kind: 'not-started'; readonly path: string; readonly code: string }
