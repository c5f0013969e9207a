import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { unsignedRequest } from '../../bench/invocation.ts'
import { compileNative, type NativeName, runNative } from '../../bench/native.ts'
import { invokeAnswer, notFoundAnswer } from '../../bench/stub/answers.ts'
import { type StubServer, startStub } from '../../bench/stub-servers.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
const sources = fileURLToPath(new URL('../../bench/native/', import.meta.url))
const native = compileNative(folder, sources)
// Where there is no compiler the bench leaves out what needs one, and so do these.
const compiled = test.skipIf(typeof native === 'string')

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function program(name: NativeName): string {
  if (typeof native === 'string') throw new Error(native)
  return native.path(name)
}

async function stub(): Promise<StubServer> {
  const server = await startStub({ path: program }, undefined)
  onTestFinished(() => server.end())
  return server
}

/** What the server says to bytes that are written in pieces, until it has said `length` bytes. */
async function exchange(port: number, pieces: readonly Buffer[], length: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  let said = ''
  while (said.length < length) said += String((await once(socket, 'data'))[0])
  socket.destroy()
  return said
}

const host = '127.0.0.1'

compiled(
  'the stub in C says what the one for Node says, wherever the bytes of requests are cut',
  async () => {
    const server = await stub()
    const { port } = server
    const tail = invokeAnswer(true, 0).toString()
    const plain = invokeAnswer(false, 0).toString()
    const missing = notFoundAnswer.toString()
    const asked = unsignedRequest(host, 'bench', 400)
    const unasked = Buffer.from(
      'POST /2015-03-31/functions/f/invocations HTTP/1.1\r\ncontent-length:2\r\n\r\n{}',
    )
    const strange = Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const whole = Buffer.concat([asked, unasked, strange])
    const answers = tail + plain + missing
    expect(await exchange(port, [whole], answers.length)).toBe(answers)
    for (const cut of [1, 30, 398, 400, 401, whole.length - 2]) {
      const pieces = [whole.subarray(0, cut), whole.subarray(cut)]
      expect(await exchange(port, pieces, answers.length)).toBe(answers)
    }
    expect(await server.take()).toMatchObject({ requests: 7 * 3, bytes: 7 * whole.length })
    expect(await server.take()).toMatchObject({ requests: 0, bytes: 0 })
  },
)

compiled('the paced client gets every answer, and the server says how long it held each', async () => {
  const { port } = await stub()
  const request = unsignedRequest(host, 'hold-2', 500)
  const printed = await runNative(program('paced'), [port, 1_000, 50, 50], undefined, request)
  const lines = printed
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number))
  expect(lines).toHaveLength(50)
  for (const [service = 0, held = 0, status] of lines) {
    expect(status).toBe(200)
    expect(held).toBeGreaterThanOrEqual(2_000)
    expect(service).toBeGreaterThanOrEqual(held)
  }
})

compiled('the burst client sends on as many connections as there are requests', async () => {
  const server = await stub()
  const { port } = server
  const request = unsignedRequest(host, 'hold-1', 500)
  const told: unknown = JSON.parse(await runNative(program('burst'), [port, 40], undefined, request))
  const { requests, firstAt, lastAt } = await server.take()
  expect(requests).toBe(40)
  expect(lastAt).toBeGreaterThanOrEqual(firstAt)
  expect(told).toEqual({ triggeredAt: expect.any(Number), errors: 0 })
})

compiled('a client that can not reach its server fails, and says so', async () => {
  const request = unsignedRequest(host, 'bench', 500)
  await expect(runNative(program('burst'), [0, 1], undefined, request)).rejects.toThrow('ended with 2')
})

test('without its sources nothing is compiled, and the reason is one line', () => {
  const why = compileNative(folder, folder)
  expect(why).toBeTypeOf('string')
  expect(why).not.toContain('\n')
})
