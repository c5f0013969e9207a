import { describe, expect, it } from 'vitest'
import {
  type InvokeRequestOptions,
  type RequestMaker,
  createRequestMaker,
} from '../../../../lib/targets/lambda/invoke-request.ts'

const owner = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const noon = Date.UTC(2026, 10, 23, 12)
const body = Buffer.from('{"n":1}')

const maker = (options: Partial<InvokeRequestOptions> = {}): RequestMaker =>
  createRequestMaker({
    function: 'hello',
    logTail: true,
    region: 'eu-west-1',
    endpoint: 'http://lambda.example:9001',
    ...options,
  })

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const linesOf = (bytes: Uint8Array): readonly string[] => text(bytes).split('\r\n')

describe('createRequestMaker', () => {
  it('writes line by line what the Invoke API asks for', () => {
    const lines = linesOf(maker({ userAgent: 'coldburst/1' })(body, owner, noon).bytes())
    expect(lines).toEqual([
      'POST /2015-03-31/functions/hello/invocations HTTP/1.1',
      'x-amz-invocation-type: RequestResponse',
      'x-amz-log-type: Tail',
      'content-type: application/octet-stream',
      'content-length: 7',
      'user-agent: coldburst/1',
      'host: lambda.example:9001',
      'x-amz-date: 20261123T120000Z',
      expect.stringMatching(/^x-amz-content-sha256: [0-9a-f]{64}$/),
      expect.stringMatching(
        /^authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261123\/eu-west-1\/lambda\/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-invocation-type;x-amz-log-type, Signature=[0-9a-f]{64}$/,
      ),
      'Connection: keep-alive',
      '',
      '{"n":1}',
    ])
  })

  it.each([
    ['https://lambda.eu-west-1.amazonaws.com', 'lambda.eu-west-1.amazonaws.com'],
    ['https://lambda.example:443', 'lambda.example'],
    ['https://lambda.example:8443', 'lambda.example:8443'],
    ['http://lambda.example:80/', 'lambda.example'],
    ['http://[::1]:9001', '[::1]:9001'],
    ['http://LAMBDA.example', 'lambda.example'],
  ])('names the host of %s as a browser would', (endpoint, host) => {
    expect(linesOf(maker({ endpoint })(body, owner, noon).bytes())).toContain(`host: ${host}`)
  })

  it('gives the same bytes for a body within a second, and signs it anew in the next', () => {
    const make = maker()
    const first = make(body, owner, noon).bytes()
    expect(make(body, owner, noon + 999).bytes()).toBe(first)
    expect(linesOf(make(body, owner, noon + 1_000).bytes())).toContain('x-amz-date: 20261123T120001Z')
    expect(text(make(body, owner, noon).bytes())).toBe(text(first))
  })

  it('tells bodies apart, also of the same second', () => {
    const make = maker()
    const bodies = [body, Buffer.from('[]'), Buffer.from('[]')]
    const sent = bodies.map((body) => linesOf(make(body, owner, noon).bytes()).at(-1))
    expect(sent).toEqual(['{"n":1}', '[]', '[]'])
  })

  it('signs anew when the credentials change within a second', () => {
    const make = maker()
    make(body, owner, noon)
    const tokens = ['one', 'two'].map((sessionToken) => {
      const lines = linesOf(make(body, { ...owner, sessionToken }, noon).bytes())
      return lines.find((line) => line.startsWith('x-amz-security-token'))
    })
    expect(tokens).toEqual(['x-amz-security-token: one', 'x-amz-security-token: two'])
    expect(text(make(body, owner, noon).bytes())).not.toContain('x-amz-security-token')
  })

  it('puts a large body behind its head only once it is written', () => {
    const make = maker()
    const large = Buffer.alloc(1024 * 1024, 'x')
    const request = make(large, owner, noon)
    expect(make(large, owner, noon)).toBe(request)
    const bytes = request.bytes()
    expect(request.bytes()).toBe(bytes)
    expect(Buffer.from(bytes.subarray(-large.length)).equals(large)).toBe(true)
  })

  const proxy = {
    protocol: 'http:',
    hostname: 'proxy.example',
    port: 3128,
    authorization: 'Basic dTpw',
  } as const

  it('names the whole URL to a proxy that has to go there, and shows it its password', () => {
    const lines = linesOf(maker({ proxy, endpoint: 'http://lambda.example/api' })(body, owner, noon).bytes())
    expect(lines[0]).toBe('POST http://lambda.example/api/2015-03-31/functions/hello/invocations HTTP/1.1')
    expect(lines).toContain('proxy-authorization: Basic dTpw')
    expect(lines).toContain('host: lambda.example')
    expect(text(Buffer.from(lines.join('\n')))).not.toMatch(/SignedHeaders=[^,]*proxy/)
  })

  it('does not show the password of a proxy to an https: endpoint, which is reached by a tunnel', () => {
    const endpoint = 'https://lambda.example'
    const sent = text(maker({ proxy, endpoint })(body, owner, noon).bytes())
    expect(sent).toMatch(/^POST \/2015/)
    expect(sent).not.toContain('proxy')
  })

  it.each(['token\r\nx-evil: 1', 'token\n', 'to\0ken', 'tok€n'])(
    'refuses the session token %j, and does not repeat it',
    (sessionToken) => {
      const make = (): unknown => maker()(body, { ...owner, sessionToken }, noon)
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_INVALID_CHAR' }))
      expect(make).not.toThrow(sessionToken)
    },
  )

  it.each([{ function: 'half a character: \ud83d' }, { qualifier: '\udc00' }])(
    'takes %j, and refuses only its requests',
    (options) => {
      const make = maker(options)
      expect(() => make(body, owner, noon)).toThrow(URIError)
    },
  )
})
