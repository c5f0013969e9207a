import { describe, expect, it } from 'vitest'
import { isLoopback, resolveConnection } from '../../../../lib/targets/lambda/connection.ts'

describe('isLoopback', () => {
  it.each([
    'http://127.0.0.1:9000',
    'http://127.8.8.8',
    'http://localhost:3000/',
    'http://LOCALHOST',
    'https://[::1]:8443',
  ])('takes %s for this machine', (url) => expect(isLoopback(url)).toBe(true))

  it.each([
    'https://lambda.eu-west-1.amazonaws.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://example.com/127.0.0.1',
    'http://localhost@example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://[::ffff:10.0.0.1]',
  ])('does not take %s for this machine', (url) => expect(isLoopback(url)).toBe(false))
})

describe('resolveConnection', () => {
  it.each([
    ['http://127.0.0.1:9001', 'http://127.0.0.1:9001'],
    ['http://127.0.0.1:9001/gateway/lambda', 'http://127.0.0.1:9001/gateway/lambda'],
    ['http://[::1]:9001/api/', 'http://[::1]:9001/api'],
  ])('fires at %s as it was named, path and all', async (endpoint, expected) => {
    const target = { kind: 'lambda', function: 'f', logTail: true, region: 'us-east-1', endpoint } as const
    expect((await resolveConnection(target)).endpoint).toBe(expected)
  })
})
