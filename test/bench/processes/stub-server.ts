// A server that answers Invoke requests with prebuilt bytes, so that it costs less than any client it serves.
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { answerTasks } from '../answer-tasks.ts'
import { monotonicMicros } from '../monotonic.ts'
import { invokeAnswer, notFoundAnswer } from '../stub/answers.ts'
import { createRequestReader } from '../stub/request-reader.ts'

export type StubTask = 'listen' | 'take'

/** What came in since the last `take`. Instants are µs of the machine's monotonic clock. */
export interface StubTraffic {
  readonly requests: number
  readonly firstAt: number
  readonly lastAt: number
  readonly cpuMicros: number
}

const traffic = { requests: 0, firstAt: 0, lastAt: 0 }
let cpuBefore = process.cpuUsage()

answerTasks(async (task: StubTask) => (task === 'listen' ? listen() : take()))

async function listen(): Promise<{ endpoint: string }> {
  const server = createServer({ noDelay: true }, serve)
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function serve(socket: Socket): void {
  const write = (bytes: Buffer): void => void (socket.destroyed || socket.write(bytes))
  const read = createRequestReader((head) => {
    count()
    const name = /^POST \/2015-03-31\/functions\/([^/ ]+)\/invocations/.exec(head)?.[1]
    if (name === undefined) return write(notFoundAnswer)
    const answer = /\r\nx-amz-log-type: *tail/i.test(head) ? invokeAnswer.withTail : invokeAnswer.plain
    const hold = heldMillis(name)
    if (hold === 0) write(answer)
    else setTimeout(write, hold, answer)
  })
  socket.on('data', read)
  // A client that ends in the middle of an answer is none of the server's business.
  socket.on('error', () => socket.destroy())
}

/** A function named `hold-1000` answers after 1,000 ms, every other one at once. */
const heldMillis = (name: string): number => Number(/^hold-(\d+)$/.exec(name)?.[1] ?? 0)

function count(): void {
  const now = monotonicMicros()
  if (traffic.requests === 0) traffic.firstAt = now
  traffic.lastAt = now
  traffic.requests += 1
}

function take(): StubTraffic {
  const { user, system } = process.cpuUsage(cpuBefore)
  const taken = { ...traffic, cpuMicros: user + system }
  traffic.requests = 0
  cpuBefore = process.cpuUsage()
  return taken
}
