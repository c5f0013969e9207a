// What every client sends, so that they differ in how they do it alone.

/** 50 bytes. */
export const payload = JSON.stringify({ bench: 'x'.repeat(38) })

/** Credentials that the stub server does not check, but requests are signed with. */
export const dummyCredentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }

export const region = 'us-east-1'

export const pathOf = (functionName: string): string => `/2015-03-31/functions/${functionName}/invocations`

const tailHeader = 'x-amz-log-type: Tail\r\n'

/**
 * A whole request for clients that don't sign: of `size` bytes, as those are that coldburst signs, so that the
 * server and the kernel have the same to do.
 */
export function unsignedRequest(host: string, functionName: string, size: number): Buffer {
  const head =
    `POST ${pathOf(functionName)} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n` +
    `Content-Length: ${Buffer.byteLength(payload)}\r\n${tailHeader}`
  const room = size - Buffer.byteLength(head) - Buffer.byteLength(payload) - 2
  return Buffer.from(`${head}${paddingHeader(room)}\r\n${payload}`)
}

/** The headers of such a request that make it as long, for clients that write the others themselves. */
export function unsignedHeaders(host: string, functionName: string, size: number): Record<string, string> {
  const text = unsignedRequest(host, functionName, size).toString()
  const padding = /\r\nx-padding: (x+)\r\n/.exec(text)?.[1]
  return { 'x-amz-log-type': 'Tail', ...(padding === undefined ? {} : { 'x-padding': padding }) }
}

function paddingHeader(size: number): string {
  const length = size - 'x-padding: \r\n'.length
  return length > 0 ? `x-padding: ${'x'.repeat(length)}\r\n` : ''
}
