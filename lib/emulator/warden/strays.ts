import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/**
 * Ends what has left its process group, where no control group holds it: processes are known by the name of
 * their environment's log stream, which they have inherited. One that was started without that variable is
 * not found.
 */
export interface StrayHunter {
  /** The environment is over: nothing of it may run on. Settles after the next look. */
  end(logStream: string): Promise<void>
}

/** One look serves all environments that end within a moment, for it reads of every process there is. */
export function createStrayHunter(): StrayHunter {
  let ended = new Set<string>()
  let look: Promise<void> | undefined

  async function hunt(): Promise<void> {
    await setTimeout(GATHER_MS)
    const streams = ended
    ended = new Set()
    look = undefined
    await killStrays(streams)
  }

  return {
    end(logStream) {
      ended.add(logStream)
      look ??= hunt()
      return look
    },
  }
}

const GATHER_MS = 50

/** Kills every process of these environments; does nothing where there is no /proc, and never rejects. */
export async function killStrays(logStreams: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    const stream = await logStreamOf(name)
    if (stream !== undefined && logStreams.has(stream)) kill(Number(name))
  }
}

async function logStreamOf(pid: string): Promise<string | undefined> {
  try {
    const variables = await readFile(`/proc/${pid}/environ`, 'utf8')
    return /(?:^|\0)AWS_LAMBDA_LOG_STREAM_NAME=([^\0]*)/.exec(variables)?.[1]
  } catch {
    // It has ended, or is somebody else's.
    return undefined
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
