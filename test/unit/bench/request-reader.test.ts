import { expect, test } from 'vitest'
import { createRequestReader } from '../../bench/stub/request-reader.ts'

const first = 'POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'
const second = 'GET /two HTTP/1.1\r\nHost: a\r\n\r\n'
const third = 'POST /three HTTP/1.1\r\ncontent-length:4\r\n\r\n\r\n\r\n'

function read(chunks: readonly Buffer[]): string[] {
  const heads: string[] = []
  const reader = createRequestReader((head) => heads.push(head.split('\r\n')[0]!))
  for (const chunk of chunks) reader(chunk)
  return heads
}

const all = Buffer.from(first + second + third)
const lines = ['POST /one HTTP/1.1', 'GET /two HTTP/1.1', 'POST /three HTTP/1.1']

test('requests that come in one piece are told apart, also when a body looks like the end of a head', () => {
  expect(read([all])).toEqual(lines)
})

test('requests are the same wherever their bytes are cut', () => {
  for (let cut = 1; cut < all.length; cut += 1) {
    expect(read([all.subarray(0, cut), all.subarray(cut)])).toEqual(lines)
  }
  expect(read([...all].map((byte) => Buffer.from([byte])))).toEqual(lines)
})

test('a request is only there when its whole body is', () => {
  expect(read([Buffer.from(first.slice(0, -1))])).toEqual([])
})
