import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { once } from 'node:events'

import { expect, onTestFinished, test } from 'vitest'

import { connectionOptions, inTime, watchConnections } from '../../../../lib/emulator/api/connections.ts'
import { Refusal } from '../../../../lib/emulator/api/service-error.ts'
import { readBody } from '../../../../lib/emulator/read-body.ts'

/** A server that answers with what it has read, and hangs up on a head that takes longer than `headMs`. */
async function serverWith(headMs: number): Promise<Server> {
  const server = createServer(connectionOptions(headMs), (request, response) => {
    void inTime(request, readBody(request, 1_000), headMs).then(
      (body) => response.end(body.kind === 'whole' ? body.bytes : body.kind),
      (error: unknown) => {
        response.statusCode = error instanceof Refusal ? error.error.status : 500
        response.end()
      },
    )
  })
  watchConnections(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return server
}

async function open(server: Server): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** All that comes back on a connection until it is closed. */
async function heard(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

test('a head that never ends is answered with 408, and connections that rest stay open', async () => {
  const server = await serverWith(40)
  const [fresh, used, slow] = [await open(server), await open(server), await open(server)]
  const ask = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi'
  used.write(ask)
  expect(String((await once(used, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 [^]*hi$/)
  slow.write('POST / HTTP/1.1\r\nHost: x\r\n')
  const answer = await heard(slow)
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toContain('x-amzn-ErrorType: RequestTimeoutException')
  for (const socket of [fresh, used]) {
    socket.write(ask)
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 [^]*hi$/)
    socket.destroy()
  }
})

test('a second head on a used connection must end, too', async () => {
  const server = await serverWith(40)
  const socket = await open(server)
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nPOST / HTT')
  expect(await heard(socket)).toMatch(/^HTTP\/1\.1 200 [^]*HTTP\/1\.1 408 /)
})

test('a body that stops coming is refused', async () => {
  const server = await serverWith(40)
  const { port } = server.address() as AddressInfo
  const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers: { 'Content-Length': 10 } })
  request.write('half')
  const [response] = (await once(request, 'response')) as [{ statusCode: number }]
  expect(response.statusCode).toBe(408)
  request.destroy()
})

test('rubbish is 400 and a head that is too large 431, each with an error as AWS has them', async () => {
  const server = await serverWith(60_000)
  const rubbish = await open(server)
  rubbish.write('\0\x01 rubbish\r\n\r\n')
  const answer = await heard(rubbish)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toHaveProperty('message')
  const large = await open(server)
  large.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`)
  expect(await heard(large)).toMatch(/^HTTP\/1\.1 431 [^]*smaller than 16 KB/)
})
