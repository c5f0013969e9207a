import { describe, expect, it } from 'vitest'
import { AnswerReader, type HttpAnswer } from '../../../../lib/targets/http1/answer-reader.ts'

const chunkedField = 'Transfer-Encoding: chunked'
const chunked = (body: string): string => `HTTP/1.1 200 OK\r\n${chunkedField}\r\n\r\n${body}`

describe('the end of a body', () => {
  it.each([
    ['by its length', 'Content-Length: 5', 'hello', 'hello'],
    ['by a length of nothing', 'Content-Length: 0', '', ''],
    ['by a length with zeros before it', 'Content-Length: 00000000000000000005', 'hello', 'hello'],
    ['by the same length said twice', 'Content-Length: 5\r\nContent-Length: 5', 'hello', 'hello'],
    ['by its last chunk', chunkedField, '5\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['by its last chunk, whatever case the coding is in', 'Transfer-Encoding: Chunked', '0\r\n\r\n', ''],
    ['after many chunks', chunkedField, '1\r\nh\r\n3\r\nell\r\n1\r\no\r\n000\r\n\r\n', 'hello'],
    [
      'with sizes in either case',
      chunkedField,
      `a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n`,
      `01234567890123456789a`,
    ],
    ['with extensions', chunkedField, '5;a=b;c="d e"\r\nhello\r\n0 \t;x\r\n\r\n', 'hello'],
    ['with trailers', chunkedField, '5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n', 'hello'],
  ])('is found %s', (_, field, body, expected) => {
    const sent = `HTTP/1.1 200 OK\r\n${field}\r\n\r\n${body}`
    const reader = new AnswerReader()
    expect(text(feed(reader, sent))).toBe(expected)
    expect(reader).toMatchObject({ surplus: false, keepsAlive: true })
    expect(
      text(
        sent
          .split('')
          .map((byte) => feed(reader, byte))
          .at(-1),
      ),
    ).toBe(expected)
  })

  it.each([204, 304])('is the end of the head with status %i', (status) => {
    const reader = new AnswerReader()
    expect(text(feed(reader, `HTTP/1.1 ${status} X\r\nContent-Length: 5\r\n\r\n`))).toBe('')
    expect(reader.surplus).toBe(false)
  })

  it('is the end of the connection where nothing else says so', () => {
    const reader = new AnswerReader()
    expect(feed(reader, 'HTTP/1.1 200 OK\r\n\r\nhel')).toBeUndefined()
    expect(feed(reader, 'lo')).toBeUndefined()
    expect(text(reader.end())).toBe('hello')
    expect(reader.keepsAlive).toBe(false)
  })

  it.each([
    ['a body without a byte', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'BODY_TRUNCATED'],
    ['a short body', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell', 'BODY_TRUNCATED'],
    ['a body without its last chunk', chunked('5\r\nhello\r\n'), 'BODY_TRUNCATED'],
    ['trailers without their end', chunked('0\r\nA: b\r\n'), 'BODY_TRUNCATED'],
    ['half a head', 'HTTP/1.1 200', 'ECONNRESET'],
    ['nothing at all', '', 'ECONNRESET'],
    ['an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n', 'ECONNRESET'],
  ])('has not come when the connection ends after %s', (_, sent, code) => {
    const reader = new AnswerReader()
    expect(feed(reader, sent)).toBeUndefined()
    expect(() => reader.end()).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['several lengths', 'Content-Length: 5\r\nContent-Length: 6', 'HTTP_BAD_LENGTH'],
    ['several lengths in one field', 'Content-Length: 5, 6', 'HTTP_BAD_LENGTH'],
    ['an empty length', 'Content-Length:', 'HTTP_BAD_LENGTH'],
    ['a negative length', 'Content-Length: -1', 'HTTP_BAD_LENGTH'],
    ['a signed length', 'Content-Length: +5', 'HTTP_BAD_LENGTH'],
    ['a hexadecimal length', 'Content-Length: 0x5', 'HTTP_BAD_LENGTH'],
    ['a length that is no whole number', 'Content-Length: 5.0', 'HTTP_BAD_LENGTH'],
    ['a length and a coding', `Content-Length: 5\r\n${chunkedField}`, 'HTTP_BAD_TRANSFER_ENCODING'],
    ['another coding', 'Transfer-Encoding: gzip, chunked', 'HTTP_BAD_TRANSFER_ENCODING'],
    ['a coding that hides another one', 'Transfer-Encoding: \x0bchunked', 'HTTP_BAD_TRANSFER_ENCODING'],
    ['chunked twice', `${chunkedField}\r\n${chunkedField}`, 'HTTP_BAD_TRANSFER_ENCODING'],
    ['a length over 16 MB', 'Content-Length: 16777217', 'BODY_TOO_LARGE'],
    ['a length that is no number of bytes', `Content-Length: ${'9'.repeat(400)}`, 'BODY_TOO_LARGE'],
  ])('is not guessed from %s', (_, field, code) => {
    const read = (): unknown => feed(new AnswerReader(), `HTTP/1.1 200 OK\r\n${field}\r\n\r\n`)
    expect(read).toThrow(expect.objectContaining({ code }))
  })

  it('is not guessed from a coding in HTTP/1.0, which has none', () => {
    const read = (): unknown => feed(new AnswerReader(), `HTTP/1.0 200 OK\r\n${chunkedField}\r\n\r\n`)
    expect(read).toThrow(expect.objectContaining({ code: 'HTTP_BAD_TRANSFER_ENCODING' }))
  })

  it.each([
    ['no size', '\r\n'],
    ['a size that is no number', 'x\r\n'],
    ['a size with 0x', '0x5\r\nhello'],
    ['a negative size', '-1\r\n'],
    ['nine digits', '000000005\r\nhello'],
    ['a space before the size', ' 5\r\nhello'],
    ['a space after the size', '5 \r\nhello'],
    ['a size that ends without CR', '5\nhello'],
    ['a CR after the size without LF', '5\rhello'],
    ['an extension that ends without CR', '5;a\nhello'],
    ['a NUL in an extension', '5;\0\r\nhello'],
    ['more data than the size says', '5\r\nhello!\r\n'],
    ['data that end without CR', '5\r\nhello\n'],
    ['data with a CR, but no LF after them', '5\r\nhello\r0'],
    ['16 KB of extensions', `5;${'x'.repeat(16_400)}`],
    ['16 KB of extensions over many chunks', `1;${'x'.repeat(98)}\r\ny\r\n`.repeat(200)],
  ])('is not looked for beyond a chunk with %s', (_, body) => {
    const read = (): unknown => feed(new AnswerReader(), chunked(body))
    expect(read).toThrow(expect.objectContaining({ code: 'HTTP_BAD_CHUNK' }))
  })

  it.each([
    ['a line that is no field', '0\r\nabc\r\n\r\n', 'HTTP_BAD_TRAILER'],
    ['a line that ends without CR', '0\r\nA: b\n', 'HTTP_BAD_TRAILER'],
    ['an empty line without CR', '0\r\n\n', 'HTTP_BAD_TRAILER'],
    ['more than 64 KB', `0\r\nA: ${'b'.repeat(66_000)}`, 'HTTP_HEAD_TOO_LARGE'],
    ['257 of them', `0\r\n${'A: b\r\n'.repeat(257)}\r\n`, 'HTTP_HEAD_TOO_LARGE'],
  ])('is not looked for beyond trailers with %s', (_, body, code) => {
    const read = (): unknown => feed(new AnswerReader(), chunked(body))
    expect(read).toThrow(expect.objectContaining({ code }))
  })

  it('is beyond a field of another name than that of the length', () => {
    const { headers } = feed(new AnswerReader(), chunked('0\r\nContent-Length: 7\r\n\r\n')) ?? {}
    expect(headers).toEqual({ 'transfer-encoding': 'chunked' })
  })

  it('comes at 16 MB at the latest', () => {
    const mega = 'x'.repeat(1024 * 1024)
    const until = [mega, `100000\r\n${mega}\r\n`]
    const heads = ['HTTP/1.1 200 OK\r\n\r\n', chunked('')]
    for (const [index, head] of heads.entries()) {
      const reader = new AnswerReader()
      feed(reader, head)
      for (let n = 0; n < 16; n++) feed(reader, until[index]!)
      const more = index === 0 ? 'x' : '1\r\n'
      expect(() => feed(reader, more)).toThrow(expect.objectContaining({ code: 'BODY_TOO_LARGE' }))
    }
  })

  it('is refused as soon as a chunk says that it would be too large', () => {
    const read = (): unknown => feed(new AnswerReader(), chunked('ffffffff\r\n'))
    expect(read).toThrow(expect.objectContaining({ code: 'BODY_TOO_LARGE' }))
  })
})

describe('whether a connection lives on', () => {
  it.each([
    ['HTTP/1.1', 'A: b', true],
    ['HTTP/1.1', 'Connection: keep-alive', true],
    ['HTTP/1.1', 'Connection: close', false],
    ['HTTP/1.1', 'Connection: Close', false],
    ['HTTP/1.1', 'Connection: x, close', false],
    ['HTTP/1.1', 'Connection: x\r\nConnection: close', false],
    ['HTTP/1.1', 'Connection: closely', true],
    ['HTTP/1.0', 'Connection: keep-alive', false],
  ])('with %s and «%s» is %s', (version, field, expected) => {
    const reader = new AnswerReader()
    feed(reader, `${version} 200 OK\r\n${field}\r\nContent-Length: 0\r\n\r\n`)
    expect(reader.keepsAlive).toBe(expected)
  })

  it.each([
    ['timeout=5', 5],
    ['max=100, timeout=60', 60],
    ['Timeout=7,max=3', 7],
    ['max=100', undefined],
    ['timeout=soon', undefined],
    ['xtimeout=5', undefined],
  ])('is said for a time by «Keep-Alive: %s»', (value, seconds) => {
    const reader = new AnswerReader()
    feed(reader, `HTTP/1.1 200 OK\r\nKeep-Alive: ${value}\r\nContent-Length: 0\r\n\r\n`)
    expect(reader.keptAliveFor).toBe(seconds)
  })
})

function feed(reader: AnswerReader, sent: string): HttpAnswer | undefined {
  const bytes = Buffer.from(sent, 'latin1')
  return reader.read(bytes, bytes.length)
}
const text = (answer: HttpAnswer | undefined): string | undefined =>
  answer && Buffer.from(answer.body).toString()
