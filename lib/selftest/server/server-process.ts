import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { FromServer, Served, ToServer } from './messages.ts'
import type { Act } from './script.ts'

/** The scripted server in a process of its own, so that it and the firing thread do not hold each other up. */
export interface ServerProcess {
  readonly pid: number | undefined
  readonly endpoint: string
  /** From now on this script, and a new book. */
  play(acts: readonly Act[]): Promise<void>
  /** Resolves when the script's first invocation arrives; for one `play` after which it is called. */
  first(): Promise<void>
  /** In the order they arrived. */
  book(): Promise<readonly Served[]>
  close(): Promise<void>
}

/** Throws Error when the process can't be started, or ends before it is ready. */
export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(new URL('./main.js', import.meta.url), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    env: {},
    serialization: 'advanced',
  })
  const dialogue = createDialogue(child)
  try {
    const { endpoint } = await dialogue.hear('ready')
    return {
      pid: child.pid,
      endpoint,
      async play(acts) {
        await dialogue.ask({ kind: 'play', acts }, 'playing')
      },
      async first() {
        await dialogue.hear('first')
      },
      book: async () => (await dialogue.ask({ kind: 'book' }, 'book')).book,
      close: () => stop(child),
    }
  } catch (error) {
    await stop(child)
    throw error
  }
}

interface Dialogue {
  ask<K extends FromServer['kind']>(question: ToServer, kind: K): Promise<Said<K>>
  /** The next message of a kind; rejects when the process ends or has failed. */
  hear<K extends FromServer['kind']>(kind: K): Promise<Said<K>>
}

type Said<K extends FromServer['kind']> = Extract<FromServer, { kind: K }>

function createDialogue(child: ChildProcess): Dialogue {
  const hear: Dialogue['hear'] = async (kind) =>
    new Promise((resolve, reject) => {
      const onMessage = (message: FromServer): void => {
        if (message.kind === 'failed') settle(() => reject(new Error(message.message)))
        if (isOf(message, kind)) settle(() => resolve(message))
      }
      const onExit = (): void => settle(() => reject(new Error('the scripted server ended unexpectedly')))
      const settle = (end: () => void): void => {
        child.off('message', onMessage).off('exit', onExit)
        end()
      }
      child.on('message', onMessage).on('exit', onExit)
      if (child.exitCode !== null || child.signalCode !== null) onExit()
    })
  return {
    hear,
    async ask(question, kind) {
      const answer = hear(kind)
      child.send(question)
      return answer
    },
  }
}

const isOf = <K extends FromServer['kind']>(message: FromServer, kind: K): message is Said<K> =>
  message.kind === kind

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  if (child.connected) child.disconnect()
  else child.kill('SIGKILL')
  await ended
}
