const endOfHead = Buffer.from('\r\n\r\n')

/** More than any request of a selftest has: whoever sends more is not our client. */
const longestRequest = 65_536

/**
 * Cuts the bytes of one connection into HTTP/1.1 requests and hands on the request line of each, once its body
 * is there. Returns false when what came can't be such a request; the connection should then be closed.
 */
export function createRequestReader(onRequest: (requestLine: string) => void): (chunk: Buffer) => boolean {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    let bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      const request = firstRequest(bytes)
      if (request === undefined) break
      onRequest(request.line)
      bytes = bytes.subarray(request.length)
    }
    held = bytes
    return held.length <= longestRequest
  }
}

function firstRequest(bytes: Buffer): { line: string; length: number } | undefined {
  const headLength = bytes.indexOf(endOfHead)
  if (headLength === -1) return undefined
  const head = bytes.toString('latin1', 0, headLength)
  const length = headLength + endOfHead.length + bodyLength(head)
  return bytes.length < length ? undefined : { line: head.slice(0, head.indexOf('\r\n')), length }
}

const bodyLength = (head: string): number => Number(/\r\ncontent-length:[ \t]*(\d+)/iu.exec(head)?.[1] ?? 0)
