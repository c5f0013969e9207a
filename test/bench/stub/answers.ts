const requestId = '6f1c2d1e-8a35-4c1b-9a53-0d6a4f6f2b10'

const body = JSON.stringify({ statusCode: 200, body: 'hello from the other side of it' })

/**
 * What the Invoke API says to a request, with the end of the log where it asked for that. The Duration of the
 * REPORT and `x-held-us` are how long the answer was held.
 */
export function invokeAnswer(tail: boolean, heldMicros: number): Buffer {
  return answer('200 OK', [
    'X-Amz-Executed-Version: $LATEST',
    `x-held-us: ${heldMicros}`,
    ...(tail ? [`X-Amz-Log-Result: ${Buffer.from(logTail(heldMicros)).toString('base64')}`] : []),
  ])
}

function logTail(heldMicros: number): string {
  const duration = (heldMicros / 1_000).toFixed(3)
  const billed = Math.floor(heldMicros / 1_000) + 1
  return [
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${duration} ms\tBilled Duration: ${billed} ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t`,
    '',
  ].join('\n')
}

function answer(status: string, headers: readonly string[]): Buffer {
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: keep-alive',
    `x-amzn-RequestId: ${requestId}`,
    ...headers,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

export const notFoundAnswer = answer('404 Not Found', [])
