import { describe, expect, it } from 'vitest'
import { AnswerReader, type HttpAnswer } from '../../../../lib/targets/http1/answer-reader.ts'

const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

describe('AnswerReader', () => {
  it('reads status, fields and body', () => {
    const { answer } = readAll('HTTP/1.1 404 Not Found\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello')
    expect(answer).toEqual({
      status: 404,
      headers: { 'x-one': '1', 'content-length': '5' },
      body: bytes('hello'),
    })
  })

  it('reads the same answer from single bytes', () => {
    const { answer, reader } = readSingly(whole)
    expect(text(answer)).toBe('hello')
    expect(reader).toMatchObject({ keepsAlive: true, surplus: false })
  })

  it('reads one answer after the other', () => {
    const reader = new AnswerReader()
    expect(text(read(reader, whole))).toBe('hello')
    expect(text(read(reader, chunked('5\r\nagain\r\n0\r\n\r\n')))).toBe('again')
    expect(text(read(reader, whole))).toBe('hello')
  })

  it('keeps nothing of the buffer it was given', () => {
    const buffer = Buffer.from(whole)
    const answer = new AnswerReader().read(buffer, buffer.length)
    buffer.fill('x')
    expect(text(answer)).toBe('hello')
    expect(answer?.headers['content-length']).toBe('5')
  })

  it('does not look beyond the length it was given', () => {
    const buffer = Buffer.from(whole)
    const reader = new AnswerReader()
    expect(reader.read(buffer, 20)).toBeUndefined()
    expect(text(reader.read(buffer.subarray(20), buffer.length - 20))).toBe('hello')
  })

  it('joins fields of one name', () => {
    const { answer } = readAll('HTTP/1.1 200 OK\r\nA: 1\r\na:2\r\nContent-Length: 0\r\n\r\n')
    expect(answer?.headers['a']).toBe('1, 2')
  })

  it('takes a field named __proto__ for a field', () => {
    const { answer } = readAll(
      'HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\nContent-Length: 0\r\n\r\n',
    )
    expect(Object.entries(answer?.headers ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['content-length', '0'],
    ])
    expect(answer?.headers['toString']).toBeUndefined()
  })

  it.each([
    ['spaces and tabs around a value', 'A:\t b c \t', 'b c'],
    ['an empty value', 'A:', ''],
    ['a value of bytes beyond ASCII', 'A: \xe9', '\xe9'],
    ['colons in a value', 'A: b:c:', 'b:c:'],
    ['a non-breaking space, which is none of the grammar’s', 'A: \xa0', '\xa0'],
  ])('takes %s', (_, line, expected) => {
    const { answer } = readAll(`HTTP/1.1 200 OK\r\n${line}\r\nContent-Length: 0\r\n\r\n`)
    expect(answer?.headers['a']).toBe(expected)
  })

  it.each([
    ['a status without a reason', 'HTTP/1.1 200 ', 200],
    ['a status without even the space', 'HTTP/1.1 200', 200],
    ['a status beyond 599', 'HTTP/1.1 799 Odd', 799],
    ['HTTP/1.0', 'HTTP/1.0 200 OK', 200],
  ])('takes %s', (_, line, status) => {
    expect(readAll(`${line}\r\nContent-Length: 0\r\n\r\n`).answer?.status).toBe(status)
  })

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['the first byte of another protocol', 'S'],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['HTTP/1.2', 'HTTP/1.2 200 OK\r\n\r\n'],
    ['lower case', 'http/1.1 200 OK\r\n\r\n'],
    ['two spaces', 'HTTP/1.1  200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['an empty line before', '\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['a control character in the reason', 'HTTP/1.1 200 O\x01K\r\n\r\n'],
    ['nothing', '\r\n\r\n'],
  ])('refuses %s in the place of a status line', (_, sent) => {
    expect(refusalOf(sent)).toBe('HTTP_BAD_STATUS_LINE')
  })

  it('says that a server speaks TLS', () => {
    expect(() => readAll('\x15\x03\x01\x00\x02\x02\x46')).toThrow('the server speaks TLS: try https://')
  })

  it.each([
    ['a name that is no token', 'A b: c'],
    ['a space before the colon', 'A : c'],
    ['no name', ': c'],
    ['no colon', 'A'],
    ['a folded line', 'A: b\r\n c: d'],
    ['a CR in a value', 'A: b\rc'],
    ['a CR at the end of a value', 'A: b\r'],
    ['a NUL in a value', 'A: b\0c'],
    ['a line that ends without CR', 'A: b\nC: d'],
    ['a name beyond ASCII', '\xe9: b'],
  ])('refuses %s', (_, line) => {
    expect(refusalOf(`HTTP/1.1 200 OK\r\nX: y\r\n${line}\r\nContent-Length: 0\r\n\r\n`)).toBe(
      'HTTP_BAD_HEADER',
    )
  })

  it('refuses lines without CR as soon as they come, not when the head ends, which it never does', () => {
    expect(refusalOf('HTTP/1.1 200 OK\nContent-Length: 0\n\n')).toBe('HTTP_BAD_HEADER')
  })

  it('shows what was refused without its control characters', () => {
    expect(() => readAll('HTTP/1.1 200 OK\r\nA\x1b[31m b\r\n\r\n')).toThrow(
      'a line that is no «name: value»: «A b»; --transport sdk may be more lenient',
    )
  })

  it('takes a head of 64 KB and refuses a larger one, also before it ends', () => {
    const head = (size: number): string => {
      const rest = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: '
      return `${rest}${'x'.repeat(size - rest.length)}\r\n\r\n`
    }
    expect(readAll(head(65_536)).answer?.status).toBe(200)
    expect(refusalOf(head(65_537))).toBe('HTTP_HEAD_TOO_LARGE')
    expect(refusalOf(head(100_000).slice(0, 65_600))).toBe('HTTP_HEAD_TOO_LARGE')
  })

  it('takes 256 fields and refuses more', () => {
    const head = (fields: number): string => `HTTP/1.1 204 X\r\n${'a: b\r\n'.repeat(fields)}\r\n`
    expect(readAll(head(256)).answer?.status).toBe(204)
    expect(refusalOf(head(257))).toBe('HTTP_HEAD_TOO_LARGE')
  })

  it('skips interim answers, though not without end', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'
    expect(text(readAll(interim + whole).answer)).toBe('hello')
    expect(text(readSingly(interim + whole).answer)).toBe('hello')
    expect(refusalOf('HTTP/1.1 100 Continue\r\n\r\n'.repeat(17))).toBe('HTTP_TOO_MANY_INTERIM')
    expect(refusalOf('HTTP/1.1 101 Switching Protocols\r\n\r\n')).toBe('HTTP_UNEXPECTED_UPGRADE')
  })

  it('takes what follows an answer for surplus, never for its body', () => {
    const { answer, reader } = readAll(`${whole}HTTP/1.1 500 No\r\n\r\n`)
    expect(text(answer)).toBe('hello')
    expect(reader.surplus).toBe(true)
  })
})

function read(reader: AnswerReader, sent: string): HttpAnswer | undefined {
  const sentBytes = Buffer.from(sent, 'latin1')
  return reader.read(sentBytes, sentBytes.length)
}

function readAll(sent: string): { answer: HttpAnswer | undefined; reader: AnswerReader } {
  const reader = new AnswerReader()
  return { answer: read(reader, sent), reader }
}

function readSingly(sent: string): { answer: HttpAnswer | undefined; reader: AnswerReader } {
  const reader = new AnswerReader()
  const answers = sent.split('').map((byte) => read(reader, byte))
  expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true)
  return { answer: answers.at(-1), reader }
}

function refusalOf(sent: string): unknown {
  try {
    return readAll(sent).answer
  } catch (error) {
    return Reflect.get(error as object, 'code')
  }
}

const chunked = (body: string): string => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`
const bytes = (content: string): Buffer => Buffer.from(content)
const text = (answer: HttpAnswer | undefined): string | undefined =>
  answer && Buffer.from(answer.body).toString()
