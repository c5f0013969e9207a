import { afterEach, describe, expect, it, vi } from 'vitest'
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
  afterEach(() => void vi.unstubAllEnvs())

  it.each([
    ['http://127.0.0.1:9001', 'http://127.0.0.1:9001'],
    ['http://127.0.0.1:9001/gateway/lambda', 'http://127.0.0.1:9001/gateway/lambda'],
    ['http://[::1]:9001/api/', 'http://[::1]:9001/api'],
  ])('fires at %s as it was named, path and all', async (endpoint, expected) => {
    const target = { kind: 'lambda', function: 'f', logTail: true, region: 'us-east-1', endpoint } as const
    expect((await resolveConnection(target)).endpoint).toBe(expected)
  })

  const target = { kind: 'lambda', function: 'f', logTail: true, region: 'us-east-1' } as const
  const env = { HTTPS_PROXY: 'http://user:secret@proxy.example:3128', NO_PROXY: '.internal' }

  it('names the variables and the flag where there are no credentials', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, '')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    await expect(resolveConnection(target, {})).rejects.toThrow(
      '; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --aws-profile or AWS_PROFILE',
    )
  })

  it('goes through the proxy that the environment names for the endpoint', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    const endpoints = ['https://lambda.example', 'https://lambda.internal', 'http://127.0.0.1:9001']
    const connections = await Promise.all(
      endpoints.map(async (endpoint) => resolveConnection({ ...target, endpoint }, env)),
    )
    expect(connections.map(({ proxy }) => proxy)).toEqual([
      {
        protocol: 'http:',
        hostname: 'proxy.example',
        port: 3128,
        authorization: `Basic ${Buffer.from('user:secret').toString('base64')}`,
      },
      undefined,
      undefined,
    ])
  })

  it('says which variable holds a proxy that is none, and not what it holds', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    const wrong = { https_proxy: 'socks5://user:secret@proxy.example' }
    const resolving = resolveConnection({ ...target, endpoint: 'https://lambda.example' }, wrong)
    const problem = expect.objectContaining({
      where: 'https_proxy',
      message: expect.not.stringContaining('secret'),
    })
    await expect(resolving).rejects.toMatchObject({ name: 'UsageError', problems: [problem] })
  })
})
