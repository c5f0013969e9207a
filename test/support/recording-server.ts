import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP server on 127.0.0.1 that keeps the requests it is sent as they came, byte by byte, and answers each with 200. */
export interface RecordingServer {
  readonly port: number
  readonly requests: readonly Buffer[]
}

export async function startRecordingServer(): Promise<RecordingServer> {
  const requests: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // Clients end connections as they like.
    socket.on('error', () => undefined)
    let pending = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      for (let end = endOfRequest(pending); end !== undefined; end = endOfRequest(pending)) {
        requests.push(pending.subarray(0, end))
        pending = pending.subarray(end)
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, requests }
}

function endOfRequest(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head === -1) return undefined
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(bytes.toString('latin1', 0, head + 2))?.[1] ?? '0'
  const end = head + 4 + Number(length)
  return bytes.length < end ? undefined : end
}
