import { createServer } from 'node:net'
import { expect, test, vi } from 'vitest'

import { httpOrigin, listen } from '../../../lib/emulator/listen.ts'

test('a port that is taken is told', async () => {
  const [first, second] = [createServer(), createServer()]
  const port = await listen(first, { host: '127.0.0.1', port: 0 })
  expect(port).toBeGreaterThan(0)
  await expect(listen(second, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  first.close()
})

test('connections that the system can not give are lost one by one, and the server goes on', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const server = createServer()
  await listen(server, { host: '127.0.0.1', port: 0 })
  for (const code of ['EMFILE', 'ENFILE']) server.emit('error', new Error(`accept ${code}`))
  expect(warn.mock.calls).toEqual([
    ['a connection was lost: accept EMFILE'],
    ['a connection was lost: accept ENFILE'],
  ])
  expect(server.listening).toBe(true)
  server.close()
  warn.mockRestore()
})

test('an address of version 6 stands in brackets', () => {
  expect(httpOrigin({ host: '::1', port: 80 })).toBe('http://[::1]:80')
  expect(httpOrigin({ host: '127.0.0.1', port: 80 })).toBe('http://127.0.0.1:80')
})
