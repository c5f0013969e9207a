import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../../../lib/targets/lambda/connection.ts'

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
