import { request } from 'node:http'
import { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnswerReader } from '../../../../lib/targets/http1/answer-reader.ts'
import { Refusal } from '../../../../lib/targets/http1/refusal.ts'

/** What a reader made of some bytes: an answer as plain data, or how it refused them. */
type Reading = Readable | { readonly refused: string }

interface Readable {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

interface Sent extends Readable {
  /** The whole answer as latin1, with what comes before it. */
  readonly bytes: string
}

describe('AnswerReader', () => {
  it('reads a valid answer as what it is, however it is cut', () => {
    fc.assert(
      fc.property(answers(), cuts(), ({ bytes, ...expected }, at) => {
        expect(readIn([bytes])).toEqual(expected)
        expect(readIn(cut(bytes, at))).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('reads a valid answer as Node does', async () => {
    await fc.assert(
      fc.asyncProperty(answers(), async ({ bytes }) => {
        expect(readIn([bytes])).toEqual(await readByNode(bytes))
      }),
      { numRuns: 200 },
    )
  })

  it('makes one thing of a damaged answer, however it is cut', () => {
    fc.assert(
      fc.property(damaged(), cuts(), (bytes, at) => {
        const whole = readIn([bytes])
        const pieces = readIn(cut(bytes, at))
        // Which fault of several is found first may depend on how much there is to look at.
        if ('refused' in whole) expect(pieces).toHaveProperty('refused')
        else expect(pieces).toEqual(whole)
      }),
      { numRuns: 1_000 },
    )
  })

  it('makes of a damaged answer what Node makes of it, where both take it', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(), async (bytes) => {
        const [ours, nodes] = [readIn([bytes]), await readByNode(bytes)]
        if (!('refused' in ours) && !('refused' in nodes)) expect(ours).toEqual(nodes)
      }),
      { numRuns: 500 },
    )
  })

  it('makes something of any bytes', () => {
    const anything = fc
      .tuple(
        fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', `HTTP/1.1 200 OK\r\n${chunkedField}\r\n\r\n`),
        latin1(300),
      )
      .map(([before, rest]) => before + rest)
    fc.assert(
      fc.property(anything, cuts(), (bytes, at) => {
        const reading = readIn(cut(bytes, at))
        if ('refused' in reading) expect(reading.refused).toMatch(/^(HTTP_[A-Z_]+|BODY_[A-Z_]+|ECONNRESET)$/)
        else expect(reading.status).toBeLessThan(1_000)
      }),
      { numRuns: 1_000 },
    )
  })
})

const chunkedField = 'Transfer-Encoding: chunked'

/** Reads the pieces one by one, each from the same buffer, and then the end of the connection. */
function readIn(pieces: readonly string[]): Reading {
  const reader = new AnswerReader()
  try {
    for (const piece of pieces) {
      shared.fill(0).write(piece, 'latin1')
      const answer = reader.read(shared, piece.length)
      if (answer) return plain(answer)
    }
    return plain(reader.end())
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code }
    throw error
  }
}

const shared = Buffer.alloc(64 * 1024)

function plain({ status, headers, body }: Omit<Readable, 'body'> & { readonly body: Uint8Array }): Readable {
  return { status, headers: { ...headers }, body: Buffer.from(body).toString('latin1') }
}

/** The same by node:http, which has a parser of its own: fields as they came, joined here. */
async function readByNode(bytes: string): Promise<Reading> {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  try {
    const body = await new Promise<Reading>((resolve, reject) => {
      const sending = request({ createConnection: () => socket, method: 'POST' })
      sending.on('error', reject)
      sending.on('response', (response) => {
        const { statusCode: status = 0, rawHeaders } = response
        buffer(response).then((body) => resolve(plain({ status, headers: joined(rawHeaders), body })), reject)
      })
      sending.end()
      socket.push(Buffer.from(bytes, 'latin1'))
      socket.push(null)
    })
    return body
  } catch (error) {
    return { refused: String(error) }
  } finally {
    socket.destroy()
  }
}

function joined(raw: readonly string[]): Record<string, string> {
  const fields = new Map<string, string[]>()
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    fields.set(name, [...(fields.get(name) ?? []), raw[index + 1]!])
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.join(', ')]))
}

/** As a part of a text's length. Not `fc.double`: most of its numbers are next to 0. */
const place = (): fc.Arbitrary<number> => fc.integer({ min: 0, max: 9_999 }).map((part) => part / 10_000)

/** Where a text is cut. */
const cuts = (): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc.array(place(), { maxLength: 8 }),
    fc.constant(Array.from({ length: 2_000 }, (_, index) => index / 2_000)),
  )

function cut(text: string, at: readonly number[]): string[] {
  const places = [0, ...at.map((part) => Math.round(part * text.length)).sort((a, b) => a - b), text.length]
  return places
    .slice(1)
    .map((place, index) => text.slice(places[index], place))
    .filter((piece) => piece !== '')
}

const latin1 = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'))

const fieldValue = (): fc.Arbitrary<string> =>
  fc.stringMatching(/^(?:[!-~\x80-\xff](?:[ \t!-~\x80-\xff]{0,20}[!-~\x80-\xff])?)?$/)

const fields = (): fc.Arbitrary<[name: string, value: string][]> =>
  fc.array(fc.tuple(fc.stringMatching(/^[Xx]-[\w!#$%&'*+.^`|~-]{1,12}$/), fieldValue()), { maxLength: 6 })

/** A body as its chunks have it on the wire. */
const chunks = (): fc.Arbitrary<{ wire: string; body: string }> =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          latin1(40).filter((data) => data !== ''),
          fc.constantFrom('', ';a', ';a=b', ';a="b;c"'),
        ),
        {
          maxLength: 5,
        },
      ),
      fields(),
    )
    .map(([parts, trailers]) => ({
      wire:
        parts.map(([data, extension]) => `${data.length.toString(16)}${extension}\r\n${data}\r\n`).join('') +
        `0\r\n${linesOf(trailers)}\r\n`,
      body: parts.map(([data]) => data).join(''),
    }))

interface Body {
  readonly field?: [name: string, value: string]
  readonly wire: string
  readonly body: string
  readonly status?: number
}

const bodies = (): fc.Arbitrary<Body> =>
  fc.oneof(
    latin1(60).map((body) => ({
      field: ['Content-Length', `${body.length}`] as [string, string],
      wire: body,
      body,
    })),
    chunks().map((coded) => ({ field: ['Transfer-Encoding', 'chunked'] as [string, string], ...coded })),
    latin1(60).map((body) => ({ wire: body, body })),
    fc.constantFrom(204, 304).map((status) => ({ status, wire: '', body: '' })),
  )

const answers = (): fc.Arbitrary<Sent> =>
  fc
    .record({
      interim: fc.array(
        fc.constantFrom('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Hints\r\nLink: a\r\n\r\n'),
        {
          maxLength: 2,
        },
      ),
      status: fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
      reason: fc.stringMatching(/^[ -~]{0,12}$/),
      fields: fields(),
      body: bodies(),
    })
    .map(({ interim, status: usual, reason, fields, body }) => {
      const status = body.status ?? usual
      const all = body.field ? [...fields, body.field] : fields
      const head = `HTTP/1.1 ${status} ${reason}\r\n${linesOf(all)}\r\n`
      const headers = joined(all.flat())
      return { bytes: interim.join('') + head + body.wire, status, headers, body: body.body }
    })

const linesOf = (fields: readonly (readonly [string, string])[]): string =>
  fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')

/** A valid answer, of which some bytes were changed, left out, doubled, or replaced by what is special to HTTP. */
const damaged = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      answers(),
      fc.array(
        fc.record({
          at: place(),
          // Absent: as much as is put in its place, so that lengths stay right.
          length: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined, freq: 2 }),
          by: fc.oneof(
            fc.stringMatching(/^[\w ,;=-]$/),
            latin1(3),
            fc.constantFrom('\r', '\n', '\r\n', '\r\n\r\n', '\0', ':', ' ', ';', '0', 'ffffffff', '-1'),
            fc.constantFrom(
              'Content-Length: 3\r\n',
              'Content-Length: 4\r\n',
              `${chunkedField}\r\n`,
              '\r\n 1',
            ),
          ),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    )
    .map(([{ bytes }, damages]) =>
      damages.reduce((text, { at, length, by }) => {
        const place = Math.floor(at * text.length)
        return text.slice(0, place) + by + text.slice(place + (length ?? by.length))
      }, bytes),
    )
