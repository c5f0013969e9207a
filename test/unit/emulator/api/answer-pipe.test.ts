import { expect, test } from 'vitest'

import { type AnswerPipe, createAnswerPipe } from '../../../../lib/emulator/api/answer-pipe.ts'

const part = Buffer.alloc(100_000)

async function readAll(pipe: AnswerPipe): Promise<string> {
  let text = ''
  for await (const chunk of pipe.chunks()) text += chunk.toString()
  return text
}

test('what is written is read in order, before and after the reader has begun', async () => {
  const pipe = createAnswerPipe()
  pipe.stream.begin('text/plain')
  void pipe.stream.write(Buffer.from('one '))
  const reading = readAll(pipe)
  await Promise.resolve()
  void pipe.stream.write(Buffer.from('two'))
  pipe.end()
  expect(await reading).toBe('one two')
  expect(await pipe.begun).toEqual({ contentType: 'text/plain' })
})

test('a writer is asked to wait while much is unread, and goes on when it is read', async () => {
  const pipe = createAnswerPipe()
  expect(pipe.stream.write(part)).toBeUndefined()
  expect(pipe.stream.write(part)).toBeUndefined()
  // 300,000 bytes wait: more than 256 KB.
  const turn = pipe.stream.write(part)
  expect(turn).toBeInstanceOf(Promise)
  const reader = pipe.chunks()
  await reader.next()
  await turn
})

test('when nobody reads any more nothing waits, and what is written is thrown away', async () => {
  const pipe = createAnswerPipe()
  const turns = [1, 2, 3, 4].map(() => pipe.stream.write(part))
  pipe.abandon()
  await Promise.all(turns.map((turn) => Promise.resolve(turn)))
  expect(pipe.stream.write(Buffer.alloc(1_000_000))).toBeUndefined()
  expect(await readAll(pipe)).toBe('')
})

test('a reader that stops half way lets the writer go on', async () => {
  const pipe = createAnswerPipe()
  const turns = [1, 2, 3, 4].map(() => pipe.stream.write(part))
  for await (const chunk of pipe.chunks()) {
    expect(chunk).toBe(part)
    break
  }
  await Promise.all(turns.map((turn) => Promise.resolve(turn)))
})

test('a reader that waits is let go when it is abandoned', async () => {
  const pipe = createAnswerPipe()
  const reading = readAll(pipe)
  await Promise.resolve()
  pipe.abandon()
  expect(await reading).toBe('')
})
