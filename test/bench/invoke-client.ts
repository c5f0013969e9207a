import { once } from 'node:events'
import { connect } from 'node:net'
import { unsignedRequest } from './invocation.ts'

/** One connection to an Invoke API, one invocation at a time. */
export interface InvokeClient {
  /** Asks for the log tail, as coldburst does. */
  invoke(functionName: string): Promise<Invoked>
  close(): void
}

export interface Invoked {
  /** From the write to the whole answer. */
  readonly millis: number
  readonly log: string
}

/** A request is as long as one that coldburst signs. */
const requestBytes = 700

/** Opens the connection; the client adds as little of its own as Node lets it. */
export async function openInvokeClient(endpoint: string): Promise<InvokeClient> {
  const { host, hostname, port } = new URL(endpoint)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return {
    async invoke(functionName) {
      const request = unsignedRequest(host, functionName, requestBytes)
      const startedAt = performance.now()
      socket.write(request)
      let read = ''
      while (!isWhole(read)) read += String((await once(socket, 'data'))[0])
      const millis = performance.now() - startedAt
      if (!read.startsWith('HTTP/1.1 200')) throw new Error(`an invocation failed: ${read.slice(0, 300)}`)
      return { millis, log: logOf(read) }
    },
    close: () => void socket.destroy(),
  }
}

/** Answers here are ASCII, so that characters are bytes. */
function isWhole(read: string): boolean {
  const end = read.indexOf('\r\n\r\n')
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(read)?.[1]
  return end !== -1 && read.length >= end + 4 + Number(length ?? Number.NaN)
}

function logOf(read: string): string {
  const base64 = /\r\nx-amz-log-result: ([^\r]+)\r\n/i.exec(read)?.[1]
  return Buffer.from(base64 ?? '', 'base64').toString()
}
