import { expect, test } from 'vitest'

import { eventMessage } from '../../../../lib/emulator/api/event-stream.ts'

test('the smallest message is its prelude and two checksums', () => {
  // Length 16, no headers; CRC32 of these 8 bytes; CRC32 of all 12.
  expect(eventMessage({}, Buffer.alloc(0)).toString('hex')).toBe('000000100000000005c248eb7d98c8ff')
})

test('a payload chunk is byte for byte the message that was put together by hand', () => {
  const headers = {
    ':event-type': 'PayloadChunk',
    ':content-type': 'application/octet-stream',
    ':message-type': 'event',
  }
  const expected = [
    // 111 bytes, 90 of them headers, and their checksum.
    '0000006f0000005af5fe871f',
    // 11 ":event-type", type 7, 12 "PayloadChunk"
    '0b3a6576656e742d7479706507000c5061796c6f61644368756e6b',
    // 13 ":content-type", type 7, 24 "application/octet-stream"
    '0d3a636f6e74656e742d747970650700186170706c69636174696f6e2f6f637465742d73747265616d',
    // 13 ":message-type", type 7, 5 "event"
    '0d3a6d6573736167652d747970650700056576656e74',
    // "hello" and the checksum of everything before.
    '68656c6c6f29e71260',
  ]
  expect(eventMessage(headers, Buffer.from('hello')).toString('hex')).toBe(expected.join(''))
})
