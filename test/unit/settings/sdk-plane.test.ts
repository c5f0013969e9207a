import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { architectureOf, PlaneError } from '../../../lib/settings/control-plane.ts'
import { fetchZip, mostZipBytes, unfetchable } from '../../../lib/settings/fetch-zip.ts'
import { isDenied, isMissing, isOutdated, isRefusal } from '../../../lib/settings/refusals.ts'
import { readAlias, readConfiguration } from '../../../lib/settings/sdk-answers.ts'
import { sdkPlane } from '../../../lib/settings/sdk-plane.ts'

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function planeAt(endpoint: string) {
  const credentials = () => Promise.resolve({ accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' })
  const plane = sdkPlane({ region: 'us-east-1', endpoint, credentials }, 'checkout')
  onTestFinished(() => plane.close())
  return plane
}

const sha256 = (bytes: string): string => createHash('sha256').update(bytes).digest('base64')

test('what the service refuses comes with its name, its status and its words, asked once', async () => {
  let asked = 0
  const endpoint = await serve((_, response) => {
    asked += 1
    response.writeHead(429, { 'x-amzn-ErrorType': 'TooManyRequestsException' })
    response.end('{"Reason":"CallerRateLimitExceeded","message":"Rate exceeded"}')
  })
  await expect(planeAt(endpoint).configuration()).rejects.toMatchObject({
    name: 'PlaneError',
    operation: 'GetFunctionConfiguration',
    code: 'TooManyRequestsException',
    status: 429,
    says: 'Rate exceeded',
  })
  expect(asked).toBe(1)
})

test('a connection that breaks has no status, since the call may have taken effect', async () => {
  const endpoint = await serve((request) => request.socket.destroy())
  const plane = planeAt(endpoint)
  await expect(plane.versions()).rejects.toMatchObject({
    operation: 'ListVersionsByFunction',
    code: 'ECONNRESET',
  })
  await expect(plane.deleteVersion('3')).rejects.toMatchObject({ name: 'PlaneError', status: undefined })
  expect(plane.calls).toBe(2)
})

describe('an answer that is none of Lambda’s', () => {
  const configuration = { FunctionName: 'checkout', MemorySize: 512 }

  test.each([
    [200, '<html>hello</html>'],
    [200, JSON.stringify(configuration).slice(0, -2)],
    [200, 'null'],
    [200, ''],
    [200, '{"status":"ok"}'],
    [302, ''],
    [400, '<html>Bad Request</html>'],
    [404, '<html>Not Found</html>'],
    [404, ''],
    [503, '<html>Service Unavailable</html>'],
  ])('is not taken for one, nor told in words of the SDK: %i %j', async (status, body) => {
    const endpoint = await serve((_, response) => response.writeHead(status).end(body))
    const plane = planeAt(endpoint)
    const says = `the answer could not be read (HTTP ${status})`
    for (const [operation, asked] of [
      ['GetFunctionConfiguration', plane.configuration()],
      ['GetFunction', plane.zip()],
      ['UpdateFunctionConfiguration', plane.updateConfiguration({ memoryMb: 256, description: '' })],
      ['PublishVersion', plane.publishVersion({})],
      ['ListVersionsByFunction', plane.versions()],
      ['ListAliases', plane.aliases()],
    ] as const) {
      const error: unknown = await asked.catch((reason: unknown) => reason)
      if (!(error instanceof PlaneError)) throw new Error(`${operation}: ${String(error)}`)
      expect(error).toMatchObject({ operation, status, says, message: `${operation} failed: ${says}` })
      expect([isRefusal(error), isMissing(error), isDenied(error), isOutdated(error)]).not.toContain(true)
    }
  })

  test('keeps its own words, where it has some', async () => {
    const endpoint = await serve((_, response) => response.writeHead(404).end('{"message":"No such path"}'))
    await expect(planeAt(endpoint).configuration()).rejects.toMatchObject({
      code: 'HTTP 404',
      message: 'GetFunctionConfiguration failed: No such path (HTTP 404)',
    })
  })

  test('is not what says that there are no versions and aliases', async () => {
    const endpoint = await serve((_, response) => response.end('{"Versions":[],"Aliases":[]}'))
    const plane = planeAt(endpoint)
    expect([await plane.versions(), await plane.aliases()]).toEqual([[], []])
  })
})

test('the whole function is never deleted, whatever is given for a version', async () => {
  const plane = planeAt('http://127.0.0.1:9')
  for (const version of ['', '$LATEST', 'live']) {
    await expect(plane.deleteVersion(version)).rejects.toThrow('not a version')
  }
  expect(plane.calls).toBe(0)
})

test('lists are read to their end', async () => {
  const pages: Readonly<Record<string, object>> = {
    first: { Aliases: [{ Name: 'a', FunctionVersion: '1' }], NextMarker: 'second' },
    second: { Aliases: [{ Name: 'b', FunctionVersion: '2' }] },
  }
  const endpoint = await serve(({ url = '' }, response) => {
    const marker = new URL(url, 'http://x').searchParams.get('Marker') ?? 'first'
    response.end(JSON.stringify(pages[marker]))
  })
  const plane = planeAt(endpoint)
  expect((await plane.aliases()).map(({ name, version }) => name + version)).toEqual(['a1', 'b2'])
  expect(plane.calls).toBe(2)
})

test('an environment that the service can’t decrypt is unreadable, and not an empty one', () => {
  const Error = { ErrorCode: 'AccessDeniedException', Message: 'Lambda was unable to decrypt' }
  expect(readConfiguration({ Environment: { Error } }).environment).toEqual({
    kind: 'unreadable',
    why: 'Lambda was unable to decrypt (AccessDeniedException)',
  })
  expect(readConfiguration({}).environment).toEqual({ kind: 'known', variables: {} })
})

test('an architecture that an endpoint does not name is not known, and counts as x86_64 where it is changed', () => {
  expect(readConfiguration({}).architecture).toBeUndefined()
  expect(architectureOf(readConfiguration({}))).toBe('x86_64')
  expect(readConfiguration({ Architectures: ['arm64'] }).architecture).toBe('arm64')
})

test('the runtime is known, also that a function is an image', () => {
  expect(readConfiguration({ Runtime: 'nodejs22.x' as const }).runtime).toBe('nodejs22.x')
  expect(readConfiguration({ PackageType: 'Image' }).runtime).toBe('image')
  expect(readConfiguration({}).runtime).toBeUndefined()
})

test('the digest of the rest tells a deployment, and neither settings that are compared nor the order of subnets', () => {
  const base = { Timeout: 3, VpcConfig: { SubnetIds: ['a', 'b'] } }
  const of = (more: object): string => readConfiguration({ ...base, ...more }).others
  expect(of({ Timeout: 4 })).not.toBe(of({}))
  expect(of({ Layers: [{ Arn: 'arn' }] })).not.toBe(of({}))
  expect(of({ VpcConfig: { SubnetIds: ['b', 'a'] } })).toBe(of({}))
  expect(
    of({ MemorySize: 512, Description: 'x', RevisionId: 'y', Environment: { Variables: { A: 'b' } } }),
  ).toBe(of({}))
})

test('an alias that gives other versions a share names them', () => {
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } }
  expect(readAlias({ Name: 'live', FunctionVersion: '1', RoutingConfig })).toEqual({
    name: 'live',
    version: '1',
    splitWith: ['2'],
  })
})

test('code is fetched only where it can be sent again', () => {
  const Location = 'https://bucket.s3.amazonaws.com/zip'
  expect(unfetchable({ PackageType: 'Zip', CodeSize: mostZipBytes }, { Location })).toBeUndefined()
  expect(unfetchable({ PackageType: 'Image' }, { ImageUri: 'x' })).toContain('container image')
  expect(unfetchable({ CodeSize: mostZipBytes + 1 }, { Location })).toContain('50 MB')
  expect(unfetchable({}, { Location: 'file:///srv/function' })).toContain('not a zip that can be fetched')
  expect(unfetchable({}, undefined)).toContain('not a zip that can be fetched')
})

test('a zip is taken when it has the hash of the function’s code, and else not', async () => {
  const endpoint = await serve((_, response) => response.end('the code'))
  expect(await fetchZip(`${endpoint}/a?b=c`, sha256('the code'))).toEqual({
    kind: 'zip',
    bytes: Buffer.from('the code'),
  })
  await expect(fetchZip(endpoint, sha256('other code'))).rejects.toMatchObject({ code: 'CodeMismatch' })
})

test('an address of a zip that has expired is said without the address, which is as good as a permission', async () => {
  const endpoint = await serve((_, response) => response.writeHead(403).end())
  const error: unknown = await fetchZip(`${endpoint}/zip?X-Amz-Signature=abc`, undefined).catch(
    (e: unknown) => e,
  )
  expect(error).toMatchObject({ code: 'CodeDownload', status: 403 })
  expect(String(error)).not.toContain('abc')
})
