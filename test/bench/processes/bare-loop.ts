// The least that Node can do for a burst: one prebuilt request, written to open sockets in a loop.
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { answerTasks } from '../answer-tasks.ts'
import type { BurstResult, BurstTask } from '../burst-task.ts'
import { unsignedRequest } from '../invocation.ts'
import { monotonicMicros } from '../monotonic.ts'

answerTasks(async ({ endpoint, functionName, size, requestBytes }: BurstTask): Promise<BurstResult> => {
  const { host, hostname, port, protocol } = new URL(endpoint)
  const request = unsignedRequest(host, functionName, requestBytes)
  const open = protocol === 'https:' ? openTls : openTcp
  const sockets: Socket[] = []
  // A few at a time, as nobody waits for them.
  for (let opened = 0; opened < size; opened += atOnce) {
    const count = Math.min(atOnce, size - opened)
    sockets.push(...(await Promise.all(Array.from({ length: count }, async () => open(hostname, port)))))
  }
  const answered = Promise.all(sockets.map(isOk))
  // As a planned instant has it: otherwise the server would still be awake from accepting connections.
  await sleep(settleMs)
  const triggeredAt = monotonicMicros()
  for (const socket of sockets) socket.write(request)
  const errors = (await answered).filter((ok) => !ok).length
  for (const socket of sockets) socket.destroy()
  return { triggeredAt, errors }
})

const atOnce = 32
const settleMs = 20

async function openTcp(host: string, port: string): Promise<Socket> {
  const socket = connectTcp({ host, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return socket
}

async function openTls(host: string, port: string): Promise<Socket> {
  const socket = connectTls({ host, port: Number(port), servername: host, ALPNProtocols: ['http/1.1'] })
  await once(socket, 'secureConnect')
  return socket.setNoDelay(true)
}

/** Whether the first bytes of the answer say 200; answers are shorter than a packet. */
async function isOk(socket: Socket): Promise<boolean> {
  try {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    return chunk.toString('latin1', 0, 'HTTP/1.1 200'.length) === 'HTTP/1.1 200'
  } catch {
    // Counted: a measure with errors in it says so.
    return false
  }
}
