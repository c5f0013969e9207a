import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { startProcess } from './bench-process.ts'
import type { NativePrograms } from './native.ts'
import { pinnedCommand } from './pinned-command.ts'

/** What came in since the last `take`. Instants are µs of the machine's monotonic clock. */
export interface StubTraffic {
  readonly requests: number
  readonly bytes: number
  readonly firstAt: number
  readonly lastAt: number
  readonly cpuMicros: number
}

/** A server of the Invoke API in a process of its own. */
export interface StubServer {
  readonly endpoint: string
  readonly port: number
  take(): Promise<StubTraffic>
  end(): Promise<void>
}

/** The stub over HTTP: written in C where that could be compiled, so that it is not the server that is measured. */
export async function startStub(
  native: NativePrograms | undefined,
  core: number | undefined,
): Promise<StubServer> {
  if (native === undefined) return startNodeStub(core, undefined)
  const [command, ...args] = pinnedCommand(core, [native.path('stub-server')])
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => undefined)
  const lines = createInterface(child.stdout)
  const { port } = (await nextLine(child, lines)) as { port: number }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    async take() {
      const answered = nextLine(child, lines)
      child.stdin.write('take\n')
      return (await answered) as StubTraffic
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function nextLine(child: ChildProcess, lines: Interface): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  try {
    const line = once(lines, 'line', { signal })
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new Error('the stub server ended')
    })
    const [text] = (await Promise.race([line, gone])) as [string]
    return JSON.parse(text)
  } finally {
    over.abort()
  }
}

/** Where the certificate and its key are, PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/** The stub written for Node, over TLS where a certificate is given. */
export async function startNodeStub(
  core: number | undefined,
  tls: Certificate | undefined,
): Promise<StubServer> {
  const child = startProcess('stub-server', core)
  const { port } = (await child.ask({ kind: 'listen', tls })) as { port: number }
  return {
    endpoint: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    take: async () => (await child.ask({ kind: 'take' })) as StubTraffic,
    end: () => child.end(),
  }
}
