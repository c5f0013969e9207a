import { expect, test } from 'vitest'
import { payload, unsignedHeaders, unsignedRequest } from '../../bench/invocation.ts'
import { createRequestReader } from '../../bench/stub/request-reader.ts'

test('an unsigned request is exactly as long as asked for, and one whole request', () => {
  for (const size of [400, 401, 777]) {
    const bytes = unsignedRequest('127.0.0.1:8080', 'hold-5', size)
    const heads: string[] = []
    createRequestReader((head) => heads.push(head))(bytes)
    expect(bytes).toHaveLength(size)
    expect(heads).toHaveLength(1)
    expect(heads[0]).toMatch(/^POST \/2015-03-31\/functions\/hold-5\/invocations HTTP\/1\.1\r\nHost: 127/)
    expect(bytes.toString().endsWith(`\r\n\r\n${payload}`)).toBe(true)
  }
})

test('a request that is longer than asked for without padding gets none', () => {
  const bytes = unsignedRequest('localhost', 'bench', 0)
  expect(bytes.toString()).not.toContain('padding')
  expect(unsignedHeaders('localhost', 'bench', 0)).toEqual({ 'x-amz-log-type': 'Tail' })
})

test('clients that write the other headers themselves are given the same padding', () => {
  const text = unsignedRequest('localhost', 'bench', 600).toString()
  const { 'x-padding': padding = '' } = unsignedHeaders('localhost', 'bench', 600)
  expect(padding.length).toBeGreaterThan(300)
  expect(text).toContain(`\r\nx-padding: ${padding}\r\n`)
})
