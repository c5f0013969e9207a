import type { FatalEvent } from './endings.ts'
import type { InitializationType } from './environment.ts'
import type { RuntimeEvent } from './runtime-event.ts'
import type { RuntimeProcess } from './runtime-process.ts'

/** What becomes of a new process: it is ready for work, or it is not and never will be. */
export type Boot = { readonly kind: 'ready' } | FailedBoot

export type FailedBoot = Extract<RuntimeEvent, { kind: 'init-error' }> | FatalEvent

export const READY: Boot = { kind: 'ready' }

/**
 * How long INIT may take ahead of an invocation: 10 s, and with provisioned concurrency 130 s or the function's
 * timeout, whichever is larger
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html, read in 2026-11).
 */
export function initLimitMs(type: InitializationType, timeoutMs: number): number {
  return type === 'on-demand' ? 10_000 : Math.min(900_000, Math.max(130_000, timeoutMs))
}

/** Waits for the end of INIT, however it ends; the process has a deadline. Rejects when this machine has no more processes. */
export async function untilReady(runtime: RuntimeProcess): Promise<Boot> {
  for (;;) {
    const event = await runtime.take()
    if (event.kind === 'exit' && event.exit.kind === 'not-started' && SCARCE.has(event.exit.code))
      throw new Error(`no process could be started: ${event.exit.code}`)
    if (event.kind === 'next') return READY
    if (event.kind === 'init-error' || isFatal(event)) return event
  }
}

// What is wrong with this machine and not with the function: memory, processes, file descriptors.
const SCARCE: ReadonlySet<string> = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'])

/** True for what ends a process or makes it useless. */
export function isFatal(event: RuntimeEvent): event is FatalEvent {
  return event.kind !== 'next' && event.kind !== 'answer' && event.kind !== 'init-error'
}
