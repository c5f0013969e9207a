import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../../lib/model/usage-error.ts'
import { proxyFor } from '../../../../lib/targets/http1/proxy.ts'

const https = 'https://lambda.eu-west-1.amazonaws.com'
const proxy = 'http://proxy.example:3128'

describe('proxyFor', () => {
  it('is none where no variable names one', () => {
    expect(proxyFor(https, {})).toBeUndefined()
    expect(proxyFor(https, { HTTPS_PROXY: '', https_proxy: ' ' })).toBeUndefined()
  })

  it.each([
    ['https://a.example', 'secure'],
    ['http://a.example', 'plain'],
  ])('is chosen by the protocol of %s', (origin, hostname) => {
    const env = { HTTPS_PROXY: 'http://secure', HTTP_PROXY: 'http://plain', ALL_PROXY: 'http://all' }
    expect(proxyFor(origin, env)?.hostname).toBe(hostname)
  })

  it('is that for all where there is none of its own', () => {
    expect(proxyFor(https, { ALL_PROXY: proxy, HTTP_PROXY: 'http://plain' })?.hostname).toBe('proxy.example')
  })

  it('is the one in lower case of two', () => {
    expect(proxyFor(https, { HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' })?.hostname).toBe(
      'lower',
    )
  })

  it.each([
    ['http://p:3128', { protocol: 'http:', hostname: 'p', port: 3128 }],
    ['https://p', { protocol: 'https:', hostname: 'p', port: 443 }],
    ['http://p/', { protocol: 'http:', hostname: 'p', port: 80 }],
    ['p:3128', { protocol: 'http:', hostname: 'p', port: 3128 }],
    ['localhost:3128', { protocol: 'http:', hostname: 'localhost', port: 3128 }],
    ['[::1]:8080', { protocol: 'http:', hostname: '::1', port: 8080 }],
    ['HTTP://p', { protocol: 'http:', hostname: 'p', port: 80 }],
    // «me:a@b» in base64.
    ['http://me:a%40b@p', { protocol: 'http:', hostname: 'p', port: 80, authorization: 'Basic bWU6YUBi' }],
    // «me:»
    ['me@p:1', { protocol: 'http:', hostname: 'p', port: 1, authorization: 'Basic bWU6' }],
  ])('reads %s', (url, expected) => {
    expect(proxyFor(https, { https_proxy: url })).toEqual(expected)
  })

  it.each(['socks5://p:1080', 'http://', 'http://p:99999', 'http://a b', 'http://me:%zz@p', '://p'])(
    'does not take %s, and says which variable holds it',
    (url) => {
      const ask = (): unknown => proxyFor(https, { HTTPS_PROXY: url })
      expect(ask).toThrow(UsageError)
      expect(ask).toThrow(/^HTTPS_PROXY: is no URL of an HTTP proxy: write http:\/\/host:port/)
    },
  )

  it.each(['ftp://me:secret@p', 'http://me:secret@p:99999', 'http://me:%zzsecret@p'])(
    'never shows %s',
    (url) => {
      const shown = inspect(thrownBy(() => proxyFor(https, { HTTPS_PROXY: url })))
      expect(shown).toContain('HTTPS_PROXY')
      expect(shown).not.toContain('secret')
    },
  )

  it.each([
    'localhost',
    'api.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'LOCALHOST.',
  ])('is none for %s, which is this machine', (host) => {
    expect(proxyFor(`http://${host}:4566`, { HTTP_PROXY: proxy, ALL_PROXY: proxy })).toBeUndefined()
  })

  it.each([
    ['*', 'a.example', true],
    ['a.example', 'a.example', true],
    ['A.Example', 'a.example', true],
    ['example', 'a.example', true],
    ['.example', 'a.example', true],
    ['.example', 'example', true],
    ['*.example', 'a.example', true],
    ['ample', 'a.example', false],
    ['b.example', 'a.example', false],
    ['a.example.', 'a.example', true],
    ['x, a.example', 'a.example', true],
    ['x a.example', 'a.example', true],
    ['', 'a.example', false],
    [',', 'a.example', false],
    ['.', 'a.example', false],
    ['a.example:443', 'a.example', true],
    ['a.example:8443', 'a.example', false],
    ['a.example:8443', 'a.example:8443', true],
    ['*', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.70', false],
    ['0.0.7', '10.0.0.7', false],
    ['10.0.0.0/8', '10.200.0.7', true],
    ['10.0.0.0/8', '11.0.0.7', false],
    ['10.0.0.0/99', '10.0.0.7', false],
    ['10.0.0.0/x', '10.0.0.7', false],
    ['10.0.0.0/8', 'a.example', false],
    ['fd00::1', '[fd00::1]', true],
    ['[fd00::1]', '[fd00:0::1]', true],
    ['[fd00::1]:443', '[fd00::1]', true],
    ['[fd00::1]:444', '[fd00::1]', false],
    ['fd00::/8', '[fd12::3]', true],
    ['fd00::/8', '[fe80::3]', false],
  ])('with NO_PROXY=%s, %s goes past it: %s', (exceptions, host, past) => {
    const found = proxyFor(`https://${host}`, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })
    expect(found === undefined).toBe(past)
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
