import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** Spawns bare runtimes and gives them work: what a cold start costs without an emulator. */
export interface BareHost {
  /** From the spawn, with these flags of Node, to the answer of the first invocation, and to its request for work; ms. */
  coldStart(flags: readonly string[]): Promise<{ readonly answered: number; readonly ready: number }>
  /** Spawns `count`, `atOnce` at a time, and lets them wait for work. */
  startIdle(count: number, atOnce: number): Promise<readonly number[]>
  end(): Promise<void>
}

const program = fileURLToPath(new URL('processes/bare-runtime.js', import.meta.url))

/** `handler` is the file whose `handler` they call. */
export async function startBareHost(handler: string): Promise<BareHost> {
  const children = new Set<ChildProcess>()
  const polls = new Waiting<ServerResponse>()
  const answers = new Waiting<void>()
  const server = createServer({ keepAliveTimeout: 0, noDelay: true }, (request, response) => {
    request.resume()
    if (request.method === 'GET') return polls.give(response)
    request.on('end', () => {
      answers.give()
      response.writeHead(202, { 'Content-Length': 0 }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  function start(flags: readonly string[] = []): ChildProcess {
    const env = { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` }
    const child = spawn(process.execPath, [...flags, program, handler], { env, stdio: 'ignore' })
    children.add(child)
    return child
  }

  async function stop(child: ChildProcess): Promise<void> {
    children.delete(child)
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  return {
    async coldStart(flags) {
      const startedAt = performance.now()
      const child = start(flags)
      const poll = await polls.next()
      const ready = performance.now() - startedAt
      poll.writeHead(200, { 'Lambda-Runtime-Aws-Request-Id': 'bare', 'Content-Length': 2 }).end('{}')
      await answers.next()
      const answered = performance.now() - startedAt
      // Before it asks again, so that its next request is nobody's answer.
      await polls.next()
      await stop(child)
      return { answered, ready }
    },
    async startIdle(count, atOnce) {
      const started: number[] = []
      const one = async (): Promise<void> => {
        while (started.length < count) {
          started.push(start().pid ?? 0)
          await polls.next()
        }
      }
      await Promise.all(Array.from({ length: atOnce }, one))
      return started
    },
    async end() {
      await Promise.all([...children].map(stop))
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What comes, for whoever waits for it. */
class Waiting<T> {
  readonly #come: T[] = []
  readonly #takers: ((item: T) => void)[] = []

  give(item: T): void {
    const taker = this.#takers.shift()
    if (taker === undefined) this.#come.push(item)
    else taker(item)
  }

  next(): Promise<T> {
    return new Promise((resolve) => {
      if (this.#come.length > 0) resolve(this.#come.shift() as T)
      else this.#takers.push(resolve)
    })
  }
}
