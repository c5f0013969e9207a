/** Logs and identifiers as the Invoke API gives them; none of it is looked at by a check. */
const requestId = '3d2f9a54-7c1b-4c55-9d3e-4f1a6b0c7e21'

const report = `REPORT RequestId: ${requestId}\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\n`

export const answerBody = Buffer.from('"served by the selftest"')

/** The head of a good answer to an invocation. */
export const answerHead = Buffer.from(
  [
    'HTTP/1.1 200 OK',
    'content-type: application/json',
    `content-length: ${answerBody.length}`,
    `x-amzn-requestid: ${requestId}`,
    'x-amz-executed-version: $LATEST',
    `x-amz-log-result: ${Buffer.from(report).toString('base64')}`,
    '',
    '',
  ].join('\r\n'),
)

export const wholeAnswer = Buffer.concat([answerHead, answerBody])

/** To whatever is no invocation: the server knows no other call. */
export const notFound = Buffer.from('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
