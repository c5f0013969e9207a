import { connect, type Socket } from 'node:net'

export interface HttpReply {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

type Headers = Readonly<Record<string, string>>

/** Sends one request at a time over one kept connection. */
export interface HttpConnection {
  send(method: string, path: string, headers: Headers, body: string): Promise<HttpReply>
  /** Begins a request whose body comes in pieces. */
  stream(method: string, path: string, headers: Headers): StreamedRequest
}

export interface StreamedRequest {
  /** Calls back when the piece is on its way, and others may follow. */
  write(piece: Buffer, onWritten: () => void): void
  /** Ends the body; what is told behind it are headers too. */
  end(trailers: Headers): Promise<HttpReply>
}

/**
 * As much of an HTTP/1.1 client as the Runtime API beside us needs: its replies all carry Content-Length.
 * node:http would double the time that a runtime takes to start and a warm invocation takes to answer.
 */
export function openConnection(address: string): HttpConnection {
  let socket: Socket | undefined
  const open = (): Socket => (socket ??= connectTo(address, () => (socket = undefined)))
  const headOf = (method: string, path: string, headers: Headers): string =>
    `${method} ${path} HTTP/1.1\r\n${lines({ Host: address, ...headers })}\r\n`
  return {
    send(method, path, headers, body) {
      const length = { 'Content-Length': String(Buffer.byteLength(body)) }
      const connection = open()
      connection.write(`${headOf(method, path, { ...length, ...headers })}${body}`)
      return receive(connection)
    },
    stream(method, path, headers) {
      const connection = open()
      connection.write(headOf(method, path, { 'Transfer-Encoding': 'chunked', ...headers }))
      return streamTo(connection)
    },
  }
}

function lines(headers: Headers): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
}

function streamTo(connection: Socket): StreamedRequest {
  return {
    write(piece, onWritten) {
      // An empty chunk would be the end.
      if (piece.length === 0) return onWritten()
      connection.cork()
      connection.write(`${piece.length.toString(16)}\r\n`)
      connection.write(piece)
      // A connection that breaks is noticed at the end.
      connection.write('\r\n', () => onWritten())
      connection.uncork()
    },
    end(trailers) {
      connection.write(`0\r\n${lines(trailers)}\r\n`)
      return receive(connection)
    },
  }
}

function connectTo(address: string, onClose: () => void): Socket {
  const [host, port] = address.split(':')
  const socket = connect({ host: host ?? '', port: Number(port), noDelay: true })
  socket.once('close', onClose)
  // `close` follows, and a request in flight is told.
  socket.on('error', () => undefined)
  return socket
}

function receive(socket: Socket): Promise<HttpReply> {
  // Only a request in flight keeps the process alive: a handler with nothing left to do must be noticed.
  socket.ref()
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error(CLOSED))
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
      reject(new Error(CLOSED))
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

const CLOSED = 'the Runtime API closed the connection'

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
