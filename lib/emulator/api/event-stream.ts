import { crc32 } from 'node:zlib'

/**
 * One message of AWS's event-stream format (application/vnd.amazon.eventstream): its length, the length of
 * the headers and the checksum of both; the headers, all of type string; the payload; the checksum of it all.
 * Everything is big-endian (smithy.io/2.0/aws/amazon-eventstream.html).
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: Buffer): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)))
  const length = PRELUDE_BYTES + head.length + payload.length + CHECKSUM_BYTES
  const message = Buffer.allocUnsafe(length)
  message.writeUInt32BE(length, 0)
  message.writeUInt32BE(head.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  head.copy(message, PRELUDE_BYTES)
  payload.copy(message, PRELUDE_BYTES + head.length)
  message.writeUInt32BE(crc32(message.subarray(0, length - CHECKSUM_BYTES)), length - CHECKSUM_BYTES)
  return message
}

const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
const STRING_TYPE = 7

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value)
  const header = Buffer.allocUnsafe(4 + Buffer.byteLength(name) + text.length)
  const afterName = header.writeUInt8(Buffer.byteLength(name), 0) + header.write(name, 1)
  header.writeUInt8(STRING_TYPE, afterName)
  header.writeUInt16BE(text.length, afterName + 1)
  text.copy(header, afterName + 3)
  return header
}
