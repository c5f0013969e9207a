import { describe, expect, it } from 'vitest'
import { createRequestReader } from '../../../../lib/selftest/server/request-reader.ts'

const invoke = 'POST /2015-03-31/functions/f/invocations HTTP/1.1'
const request = (body: string): Buffer =>
  Buffer.from(`${invoke}\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)

function reading(): { lines: string[]; read: (chunk: Buffer) => boolean } {
  const lines: string[] = []
  return { lines, read: createRequestReader((line) => lines.push(line)) }
}

describe('reading requests', () => {
  it('hands on a request when its body is complete, however it is cut', () => {
    const bytes = request('{"naïve":1}')
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const { lines, read } = reading()
      read(bytes.subarray(0, cut))
      expect(lines).toEqual([])
      read(bytes.subarray(cut))
      expect(lines).toEqual([invoke])
    }
  })

  it('reads several in one piece, and one without a body', () => {
    const { lines, read } = reading()
    const get = 'GET /2015-03-31/functions/f/configuration HTTP/1.1'
    read(Buffer.concat([request('{}'), Buffer.from(`${get}\r\nHost: x\r\n\r\n`), request('\r\n\r\n')]))
    expect(lines).toEqual([invoke, get, invoke])
  })

  it('gives up on what never becomes a request', () => {
    const { read } = reading()
    expect(read(Buffer.alloc(60_000, 'x'))).toBe(true)
    expect(read(Buffer.alloc(60_000, 'x'))).toBe(false)
  })
})
