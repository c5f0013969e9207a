import { expect, test } from 'vitest'

import { maybeFromWebPage } from '../../../../lib/emulator/api/web-page.ts'

test.each([
  '127.0.0.1:9001',
  'localhost:9001',
  'LOCALHOST',
  '[::1]:9001',
  'lambda.localhost:80',
  '127.0.0.1',
  'lambda',
  'host.docker.internal:9001',
])('a client that calls this machine %s is none', (host) => {
  expect(maybeFromWebPage({ host }, '127.0.0.1')).toBe(false)
})

test('a client that says no host is none', () => {
  expect(maybeFromWebPage({}, '::1')).toBe(false)
})

test.each(['https://evil.example', 'null', 'http://localhost:3000'])(
  'what comes from %s is one',
  (origin) => {
    expect(maybeFromWebPage({ host: 'localhost:9001', origin }, '127.0.0.1')).toBe(true)
    expect(maybeFromWebPage({ host: 'localhost:9001', origin }, '0.0.0.0')).toBe(true)
  },
)

test.each(['evil.example:9001', 'localhost.evil.example', '127.0.0.1.evil.example'])(
  'one that has made its name %s lead here is found by it, where only this machine may call',
  (host) => {
    expect(maybeFromWebPage({ host }, '127.0.0.1')).toBe(true)
    expect(maybeFromWebPage({ host }, '0.0.0.0')).toBe(false)
  },
)
