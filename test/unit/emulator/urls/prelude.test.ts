import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createPreludeReader, type Prelude } from '../../../../lib/emulator/urls/prelude.ts'

const head = '{"statusCode":201,"headers":{"Content-Type":"text/html"},"cookies":["a=1"]}'

/** The prelude, and the body that followed it in all the chunks. */
function read(chunks: readonly Buffer[]): { prelude: Prelude | undefined; body: string } {
  const reader = createPreludeReader()
  let prelude: Prelude | undefined
  const body: Buffer[] = []
  for (const chunk of chunks) {
    if (prelude !== undefined) body.push(chunk)
    else {
      prelude = reader.push(chunk)
      if (prelude?.kind === 'head') body.push(prelude.rest)
    }
  }
  return { prelude, body: Buffer.concat(body).toString() }
}

test('however it is cut, the head ends at eight zero bytes and the body follows', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.integer({ min: 1, max: 40 })), (text, cuts) => {
      const bytes = Buffer.concat([Buffer.from(head), Buffer.alloc(8), Buffer.from(text)])
      const chunks: Buffer[] = []
      let from = 0
      for (const length of cuts) chunks.push(bytes.subarray(from, (from += length)))
      chunks.push(bytes.subarray(from))
      const { prelude, body } = read(chunks)
      expect(prelude).toMatchObject({
        kind: 'head',
        head: { status: 201, headers: { 'content-type': 'text/html' }, cookies: ['a=1'] },
      })
      expect(body).toBe(Buffer.from(text).toString())
    }),
  )
})

test('an empty object is a 200', () => {
  const { prelude } = read([Buffer.concat([Buffer.from('{}'), Buffer.alloc(8)])])
  expect(prelude).toMatchObject({ kind: 'head', head: { status: 200 } })
})

test.each(['not json', '[]', '{"statusCode":1}', ''])('%j before the zero bytes is no head', (text) => {
  expect(read([Buffer.concat([Buffer.from(text), Buffer.alloc(8)])]).prelude).toEqual({ kind: 'invalid' })
})

test('a beginning without an end is given up', () => {
  const chunks = Array.from({ length: 100 }, () => Buffer.alloc(2_000, '{'))
  expect(read(chunks).prelude).toEqual({ kind: 'invalid' })
})
