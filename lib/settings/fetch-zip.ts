import { createHash } from 'node:crypto'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { FunctionCodeLocation, FunctionConfiguration } from '@aws-sdk/client-lambda'
import { proxyFor } from '../targets/http1/proxy.ts'
import { addressProxy, agentsThrough } from '../targets/lambda/sdk-proxy.ts'
import { PlaneError, type Zip } from './control-plane.ts'

/**
 * What Lambda takes of a zip that is sent with the request
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11).
 */
export const mostZipBytes = 52_428_800

/** Why there is no zip of this code that could be sent again; undefined where there is one. */
export function unfetchable(
  configuration: FunctionConfiguration | undefined,
  code: FunctionCodeLocation | undefined,
): string | undefined {
  // An image is made for one architecture (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html, 2026-11).
  if (configuration?.PackageType === 'Image')
    return 'its code is a container image, made for one architecture'
  if ((configuration?.CodeSize ?? 0) > mostZipBytes) {
    return 'its zip is larger than the 50 MB that can be sent with a request'
  }
  if (!/^https?:/.test(code?.Location ?? '')) return 'its code is not a zip that can be fetched'
  return undefined
}

/** The zip behind a URL of GetFunction. Rejects with PlaneError, also for a zip that has another hash. */
export async function fetchZip(location: string, sha256: string | undefined): Promise<Zip> {
  const bytes = await download(location)
  const found = createHash('sha256').update(bytes).digest('base64')
  // It is about to become the function's code: it must be the code that is there, to the byte.
  if (sha256 !== undefined && found !== sha256) {
    throw failed('CodeMismatch', undefined, `the zip has SHA-256 ${found}, and the function ${sha256}`)
  }
  return { kind: 'zip', bytes }
}

async function download(location: string): Promise<Buffer> {
  const { protocol, hostname, port, pathname, search } = new URL(location)
  const proxyOf = (origin: string) => proxyFor(origin, process.env)
  const { httpAgent, httpsAgent } = agentsThrough(proxyOf, { keepAlive: false })
  const request = {
    protocol,
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname + search,
    headers: {},
  }
  addressProxy(request, proxyOf)
  const options = { ...request, signal: AbortSignal.timeout(300_000) }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent =
      protocol === 'https:'
        ? requestHttps({ ...options, agent: httpsAgent }, resolve)
        : requestHttp({ ...options, agent: httpAgent }, resolve)
    // Its URL is as good as a permission: no message may hold it.
    sent.once('error', (error) => reject(failed('CodeDownload', undefined, error.message))).end()
  })
  return whole(answer)
}

async function whole(answer: IncomingMessage): Promise<Buffer> {
  const status = answer.statusCode ?? 0
  if (status !== 200) {
    answer.destroy()
    throw failed('CodeDownload', status, `the zip's address answered ${status}`)
  }
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > mostZipBytes) throw failed('CodeDownload', 413, 'the zip is larger than 50 MB')
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof PlaneError) throw error
    throw failed('CodeDownload', undefined, error instanceof Error ? error.message : String(error))
  }
  return Buffer.concat(chunks)
}

const failed = (code: string, status: number | undefined, says: string): PlaneError =>
  new PlaneError('GetFunction', code, status, says)
