const requestId = '6f1c2d1e-8a35-4c1b-9a53-0d6a4f6f2b10'

const logTail = [
  `START RequestId: ${requestId} Version: $LATEST`,
  `END RequestId: ${requestId}`,
  `REPORT RequestId: ${requestId}\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t`,
  '',
].join('\n')

const body = JSON.stringify({ statusCode: 200, body: 'hello from the other side of it' })

/** What the Invoke API says to a request that asks for the end of the log, and to one that does not. */
export const invokeAnswer = { withTail: answer(200, logTail), plain: answer(200) }

export const notFoundAnswer = answer(404)

function answer(status: 200 | 404, tail?: string): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: keep-alive',
    `x-amzn-RequestId: ${requestId}`,
    'X-Amz-Executed-Version: $LATEST',
    ...(tail === undefined ? [] : [`X-Amz-Log-Result: ${Buffer.from(tail).toString('base64')}`]),
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}
