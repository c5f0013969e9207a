import type { Socket } from 'node:net'

/**
 * Gives what `begin` passes to `done`. Destroys the socket and rejects with an Error that has a `code` when it
 * fails or closes before, after `patience` ms (ETIMEDOUT), or when `signal` aborts (ABORTED).
 */
export async function untilReady<T>(
  socket: Socket,
  signal: AbortSignal,
  patience: number,
  begin: (done: (value: T) => void) => void,
): Promise<T> {
  let onEnd: (() => void) | undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      const fail = (code: string, message: string) => (): void => reject(failure(code, message))
      const onAbort = fail('ABORTED', 'given up while the connection was being opened')
      const onClose = fail('ECONNRESET', 'the connection was closed while it was being opened')
      const timer = setTimeout(fail('ETIMEDOUT', `no connection within ${patience / 1_000} s`), patience)
      onEnd = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        socket.off('close', onClose)
      }
      // It stays: what is destroyed may fail once more, and that must not bring the process down.
      socket.on('error', reject)
      socket.on('close', onClose)
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
      begin(resolve)
    })
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    onEnd?.()
  }
}

/** An error with a code, as those of Node have one. */
export const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code })
