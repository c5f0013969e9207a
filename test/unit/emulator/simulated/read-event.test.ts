import { expect, test } from 'vitest'

import { readEvent } from '../../../../lib/emulator/simulated/read-event.ts'

const plain = { name: 'world', holdMs: 0, text: false }

test.each([
  ['{}', plain],
  ['{"name":"you","holdMs":300,"text":true}', { name: 'you', holdMs: 300, text: true }],
  ['{"throw":"no luck"}', { ...plain, throw: 'no luck' }],
  ['{"throw":{"a":1}}', { ...plain, throw: '{"a":1}' }],
  ['{"exit":3}', { ...plain, exit: 3 }],
  ['{"exit":-1}', { ...plain, exit: 255 }],
])('reads %s in the words of the sample hello', (payload, event) => {
  expect(readEvent(Buffer.from(payload))).toEqual(event)
})

test.each(['', 'null', '[1,2]', '"text"', '{"holdMs":-5,"exit":1.5,"name":7}', '{"holdMs":"5"}', '{broken'])(
  'takes %s as an event that asks for nothing',
  (payload) => {
    expect(readEvent(Buffer.from(payload))).toEqual(plain)
  },
)
