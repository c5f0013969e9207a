import { closeSync, openSync, readSync } from 'node:fs'

/**
 * A small file of the kernel's that is read again and again. It stays open, which makes a reading six times
 * cheaper, and keeps it about the one process: the id of one that has ended may go to another.
 */
export interface KeptFile {
  /** Undefined when the process has ended, or can't be seen. */
  read(): string | undefined
  close(): void
}

/** Opens it; one that can't be opened is never known. */
export function keepFile(path: string): KeptFile {
  let file = open(path)
  const close = (): void => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  return {
    read() {
      if (file === undefined) return undefined
      try {
        return SPACE.toString('latin1', 0, readSync(file, SPACE, 0, SPACE.length, 0))
      } catch {
        // ESRCH: it has ended.
        close()
        return undefined
      }
    },
    close,
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    // No such process, no /proc, or no file descriptors left: all are "not known".
    return undefined
  }
}

// The longest that is read this way is `status`, which names every group of the user before the memory: 300 fit.
const SPACE = Buffer.alloc(4_096)
