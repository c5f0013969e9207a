import type { Socket } from 'node:net'

/**
 * Waits for what `begin` passes to `done`. Destroys the socket and rejects with an Error that has a `code` when
 * it fails or closes before, after `patience` ms (ETIMEDOUT), or when `signal` aborts (ABORTED).
 */
export async function untilReady<T>(
  socket: Socket,
  signal: AbortSignal,
  patience: number,
  begin: (done: (value: T) => void) => void,
): Promise<T> {
  let onClose: (() => void) | undefined
  try {
    return await within<T>(signal, patience, (resolve, reject) => {
      onClose = () => reject(failure('ECONNRESET', 'the connection was closed while it was being opened'))
      socket.on('close', onClose)
      // It stays: what is destroyed may fail once more, and that must not bring the process down.
      socket.on('error', reject)
      begin(resolve)
    })
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    if (onClose) socket.off('close', onClose)
  }
}

/** A promise that does not wait for longer than `patience` ms (ETIMEDOUT), nor when `signal` aborts (ABORTED). */
export async function within<T>(
  signal: AbortSignal,
  patience: number,
  begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  let onEnd: (() => void) | undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      const onTimeout = (): void => reject(failure('ETIMEDOUT', noConnection(patience)))
      const onAbort = (): void => reject(failure('ABORTED', 'given up while a connection was being opened'))
      const timer = setTimeout(onTimeout, patience)
      signal.addEventListener('abort', onAbort)
      onEnd = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      if (signal.aborted) onAbort()
      else begin(resolve, reject)
    })
  } finally {
    onEnd?.()
  }
}

const noConnection = (patience: number): string => `no connection within ${Math.round(patience / 100) / 10} s`

/** An error with a code, as those of Node have one. */
export const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code })
