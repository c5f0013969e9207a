// The stub server where there is no C compiler, and the one over TLS: it answers Invoke requests with prebuilt bytes.
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { answerTasks } from '../answer-tasks.ts'
import { monotonicMicros } from '../monotonic.ts'
import { invokeAnswer, notFoundAnswer } from '../stub/answers.ts'
import { createRequestReader } from '../stub/request-reader.ts'
import type { Certificate, StubTraffic } from '../stub-servers.ts'

export type StubTask = { readonly kind: 'listen'; readonly tls?: Certificate } | { readonly kind: 'take' }

const traffic = { requests: 0, bytes: 0, firstAt: 0, lastAt: 0 }
let cpuBefore = process.cpuUsage()

/** The two that are sent all the time. */
const atOnce = { withTail: invokeAnswer(true, 0), plain: invokeAnswer(false, 0) }

answerTasks(async (task: StubTask) => (task.kind === 'listen' ? listen(task.tls) : take()))

async function listen(tls: Certificate | undefined): Promise<{ port: number }> {
  const server = serverFor(tls)
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
  return { port: (server.address() as AddressInfo).port }
}

function serverFor(tls: Certificate | undefined): Server {
  if (tls === undefined) return createServer({ noDelay: true }, serve)
  const cert = readFileSync(tls.certificate)
  return createTlsServer({ noDelay: true, cert, key: readFileSync(tls.key) }, serve)
}

function serve(socket: Socket): void {
  const write = (bytes: Buffer): void => void (socket.destroyed || socket.write(bytes))
  const read = createRequestReader((head) => {
    const receivedAt = monotonicMicros()
    count(receivedAt)
    const name = /^POST \/2015-03-31\/functions\/([^/ ]+)\/invocations/.exec(head)?.[1]
    if (name === undefined) return write(notFoundAnswer)
    const tail = /\r\nx-amz-log-type: *tail/i.test(head)
    const hold = heldMillis(name)
    if (hold === 0) write(tail ? atOnce.withTail : atOnce.plain)
    else setTimeout(() => write(invokeAnswer(tail, monotonicMicros() - receivedAt)), hold)
  })
  socket.on('data', (chunk: Buffer) => {
    traffic.bytes += chunk.length
    read(chunk)
  })
  // A client that ends in the middle of an answer is none of the server's business.
  socket.on('error', () => socket.destroy())
}

/** A function named `hold-1000` answers after 1,000 ms, every other one at once. */
const heldMillis = (name: string): number => Number(/^hold-(\d+)$/.exec(name)?.[1] ?? 0)

function count(now: number): void {
  if (traffic.requests === 0) traffic.firstAt = now
  traffic.lastAt = now
  traffic.requests += 1
}

function take(): StubTraffic {
  const { user, system } = process.cpuUsage(cpuBefore)
  const taken = { ...traffic, cpuMicros: user + system }
  Object.assign(traffic, { requests: 0, bytes: 0 })
  cpuBefore = process.cpuUsage()
  return taken
}
