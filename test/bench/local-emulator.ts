import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built emulator, in a process of its own. */
export interface LocalEmulator {
  /** Invokes a function and gives what it answered. */
  invoke(name: string, event: object): Promise<unknown>
  stop(): Promise<void>
}

const root = new URL('../../../', import.meta.url)

/** A folder of test/fixtures/functions. */
export const fixtureFolder = (name: string): string =>
  fileURLToPath(new URL(`test/fixtures/functions/${name}`, root))

/** Starts it with a configuration as lib/emulator/protocol.ts has it; rejects with its own words when it can't. */
export async function startEmulator(config: object): Promise<LocalEmulator> {
  const child = fork(new URL('dist/lib/emulator/main.js', root), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ready = await ask(child, { kind: 'start', config: { port: 0, region: 'us-east-1', ...config } })
  if (ready.kind !== 'ready') {
    child.disconnect()
    throw new Error(ready.message ?? ready.kind)
  }
  const { endpoint } = ready
  return {
    async invoke(name, event) {
      const url = `${endpoint}/2015-03-31/functions/${name}/invocations`
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) })
      if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(await answer.text())
      return answer.json()
    },
    async stop() {
      await ask(child, { kind: 'stop' })
    },
  }
}

interface Told {
  readonly kind: string
  readonly endpoint?: string
  readonly message?: string
}

function ask(child: ChildProcess, message: object): Promise<Told> {
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new Error('the emulator has ended'))
    child.once('exit', failed)
    child.once('message', (told) => {
      child.off('exit', failed)
      resolve(told as Told)
    })
    child.send(message)
  })
}
