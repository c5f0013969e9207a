import { connect, type Socket } from 'node:net'

export interface HttpReply {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Sends one request at a time over one kept connection. */
export interface HttpConnection {
  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<HttpReply>
}

/**
 * As much of an HTTP/1.1 client as the Runtime API beside us needs: its replies all carry Content-Length.
 * node:http would double the time that a runtime takes to start and a warm invocation takes to answer.
 */
export function openConnection(address: string): HttpConnection {
  let socket: Socket | undefined
  return {
    send(method, path, headers, body) {
      const open = (socket ??= connectTo(address, () => (socket = undefined)))
      // Only a request in flight keeps the process alive: a handler with nothing left to do must be noticed.
      open.ref()
      const head = { Host: address, 'Content-Length': String(Buffer.byteLength(body)), ...headers }
      const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
      open.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
      return receive(open)
    },
  }
}

function connectTo(address: string, onClose: () => void): Socket {
  const [host, port] = address.split(':')
  const socket = connect({ host: host ?? '', port: Number(port), noDelay: true })
  socket.once('close', onClose)
  return socket
}

function receive(socket: Socket): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const collect = replyCollector()
    const onData = (chunk: Buffer): void => {
      const reply = collect(chunk)
      if (reply === undefined) return
      stop()
      socket.unref()
      resolve(reply)
    }
    const onClose = (): void => {
      stop()
      reject(new Error('the Runtime API closed the connection'))
    }
    const stop = (): void => {
      socket.off('data', onData)
      socket.off('close', onClose)
      socket.off('error', onClose)
    }
    socket.on('data', onData)
    socket.on('close', onClose)
    socket.on('error', onClose)
  })
}

/** Takes chunk by chunk and gives the reply with the last one. */
function replyCollector(): (chunk: Buffer) => HttpReply | undefined {
  let head: { readonly headers: Map<string, string>; readonly end: number } | undefined
  let chunks: Buffer[] = []
  let bytes = 0
  return (chunk) => {
    chunks.push(chunk)
    bytes += chunk.length
    // Joined while the head is incomplete and once at the end: a large body is copied once.
    if (head === undefined) {
      chunks = [whole(chunks)]
      head = parseHead(whole(chunks))
    }
    if (head === undefined) return undefined
    const end = head.end + Number(head.headers.get('content-length') ?? 0)
    if (bytes < end) return undefined
    return { headers: head.headers, body: whole(chunks).toString('utf8', head.end, end) }
  }
}

function whole(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}

function parseHead(received: Buffer) {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const headers = new Map<string, string>()
  for (const line of received.toString('latin1', 0, end).split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, end: end + 4 }
}
