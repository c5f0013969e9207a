import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSystemClock } from '../../lib/engine/system-clock.ts'
import { fromSeconds } from '../../lib/model/time.ts'
import { createLeanTarget } from '../../lib/targets/lambda/lean-target.ts'
import { startRecordingServer } from '../support/recording-server.ts'
import { invokeBySdk, type SdkInvocation } from '../support/sdk-invoke.ts'

interface Said extends Partial<SdkInvocation> {
  readonly path?: string
  readonly at?: string
  /** Whether a proxy stands before the endpoint. */
  readonly proxied?: boolean
}

/** The bytes that each transport puts on the wire for one invocation, at one and the same instant. */
type Wire = (said: Said) => Promise<{ readonly sdk: string; readonly lean: string }>

async function startWire(): Promise<Wire> {
  const server = await startRecordingServer()
  return async ({ path = '', at = '2026-11-23T09:30:07.250Z', proxied = false, ...said }) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(at) })
    const host = proxied ? 'lambda.invalid' : `127.0.0.1:${server.port}`
    const through = { protocol: 'http:', hostname: '127.0.0.1', port: server.port, authorization } as const
    const proxy = proxied ? through : undefined
    const invocation = { ...usual, endpoint: `http://${host}${path}`, proxy, ...said }
    const begin = server.requests.length
    await invokeBySdk(invocation)
    await invokeLean(invocation)
    const [sdk = '', lean = ''] = server.requests.slice(begin).map((bytes) => bytes.toString('latin1'))
    return { sdk, lean }
  }
}

const authorization = 'Basic dXNlcjpzZWNyZXQ='

const usual = {
  function: 'hello',
  logTail: true,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  userAgent: 'coldburst/0.1.0',
  body: Buffer.from('{"n":1}'),
} as const

async function invokeLean({ body, ...rest }: SdkInvocation): Promise<void> {
  const { region, endpoint, credentials, proxy } = rest
  const clock = createSystemClock(process.hrtime.bigint(), false)
  const target = createLeanTarget({ ...rest, connection: { region, endpoint, credentials, proxy }, clock })
  const prepared = await target.prepare(body)
  const reply = await prepared.fire(fromSeconds(20), new AbortController().signal)
  target.close()
  expect(reply.outcome).toEqual({ kind: 'ok', status: 200 })
}

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:hello'
const withToken = { ...usual.credentials, sessionToken: 'IQoJb3JpZ2luX2VjEA==/+ two  words' }

describe('the lean transport', { timeout: 30_000 }, () => {
  afterEach(() => void vi.useRealTimers())

  it.each<[string, Said]>([
    ['a name', {}],
    ['no log tail', { logTail: false }],
    ['no user agent', { userAgent: undefined }],
    ['a session token', { credentials: withToken }],
    ['an empty session token', { credentials: { ...usual.credentials, sessionToken: '' } }],
    ['a qualifier', { qualifier: 'live' }],
    ['the qualifier $LATEST', { qualifier: '$LATEST' }],
    ['a qualifier with odd characters', { qualifier: "a b&c=d/é!'()*~" }],
    ['an ARN', { function: arn }],
    ['an ARN with its qualifier', { function: `${arn}:live` }],
    ['a partial ARN', { function: '123456789012:function:hello' }],
    ['an odd name', { function: "a b%20c/ü😀!'()*~-_." }],
    ['a name of dots', { function: '..' }],
    ['an empty body', { body: Buffer.alloc(0) }],
    [
      'a body of 6 MB that is no text',
      { body: Buffer.alloc(6 * 1024 * 1024, Uint8Array.of(0, 255, 13, 10)) },
    ],
    [
      'a body that is a view into a larger one',
      { body: new Uint8Array(Buffer.from('..{}..')).subarray(2, 4) },
    ],
    ['a path before the API', { path: '/gateway/lambda' }],
    ['a path that ends with a slash', { path: '/gateway/lambda/' }],
    ['a path with odd characters', { path: "/a b%20c/%2F/ü/!'()*" }],
    ['a path with dots', { path: '/a/./b/../c//d' }],
    ['an http: endpoint behind a proxy', { proxied: true, path: '/api', credentials: withToken }],
    ['another region', { region: 'us-gov-west-1' }],
    ['the last second of a day', { at: '2027-12-31T23:59:59.999Z' }],
    ['the first one of a year', { at: '2028-01-01T00:00:00.000Z' }],
  ])('writes the bytes that the AWS SDK writes for %s', async (_, said) => {
    const { sdk, lean } = await (await startWire())(said)
    expect(lean).toMatch(/^POST .*\r\n\r\n/s)
    // Not all at once: the difference of two bodies of 6 MB would take minutes to print.
    expect(lean.slice(0, 4_000)).toBe(sdk.slice(0, 4_000))
    expect(lean === sdk).toBe(true)
  })

  it('writes them for any name, body, date and credentials', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    const secret = fc.stringMatching(/^[A-Za-z0-9/+=]{1,40}$/)
    const said = fc.record({
      function: text,
      qualifier: fc.option(text, { nil: undefined }),
      logTail: fc.boolean(),
      region: fc.constantFrom('us-east-1', 'cn-north-1', 'local'),
      path: fc.webPath(),
      body: fc.uint8Array({ maxLength: 300 }),
      at: fc
        .date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      credentials: fc.record(
        { accessKeyId: secret, secretAccessKey: secret, sessionToken: secret },
        { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
      ),
    })
    const wire = await startWire()
    const property = fc.asyncProperty(said, async (said) => {
      const { sdk, lean } = await wire(said)
      expect(lean).toBe(sdk)
    })
    await fc.assert(property, { numRuns: 80 })
  })
})
