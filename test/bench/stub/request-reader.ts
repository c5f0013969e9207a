const endOfHead = '\r\n\r\n'

/**
 * Splits the bytes of one connection into HTTP/1.1 requests and calls `onRequest` with the head of each once
 * its body is there too. Bodies must have a Content-Length, as those of every client measured here do.
 */
export function createRequestReader(onRequest: (head: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let from = 0
    for (;;) {
      const headEnd = bytes.indexOf(endOfHead, from)
      if (headEnd === -1) break
      const head = bytes.toString('latin1', from, headEnd)
      const end = headEnd + endOfHead.length + contentLength(head)
      if (end > bytes.length) break
      onRequest(head)
      from = end
    }
    rest = bytes.subarray(from)
  }
}

const contentLength = (head: string): number => Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
