// The least that a Node process can do to be a runtime: it loads the handler and asks for work over one socket.
import { connect } from 'node:net'
import { pathToFileURL } from 'node:url'

const [host, port] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':')
const { handler } = (await import(pathToFileURL(process.argv[2] ?? '').href)) as {
  readonly handler: (event: unknown) => Promise<unknown>
}
const socket = connect({ host: host ?? '', port: Number(port), noDelay: true })
let read = Buffer.of()
let taken: () => void = () => undefined

socket.on('data', (chunk) => {
  read = Buffer.concat([read, chunk])
  taken()
})
socket.on('close', () => process.exit())

for (;;) {
  const { head, body } = await ask('GET', 'next', '')
  const requestId = /^lambda-runtime-aws-request-id: (.+)$/im.exec(head)?.[1]?.trim() ?? ''
  const answer = JSON.stringify(await handler(JSON.parse(body)))
  await ask('POST', `${requestId}/response`, answer)
}

async function ask(method: string, path: string, body: string): Promise<{ head: string; body: string }> {
  socket.write(
    `${method} /2018-06-01/runtime/invocation/${path} HTTP/1.1\r\nHost: ${host}:${port}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  for (;;) {
    const end = read.indexOf('\r\n\r\n') + 4
    const head = read.subarray(0, end).toString('latin1')
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Number.NaN)
    if (end >= 4 && read.length >= end + length) {
      const told = read.subarray(end, end + length).toString()
      read = read.subarray(end + length)
      return { head, body: told }
    }
    await new Promise<void>((resolve) => {
      taken = resolve
    })
  }
}
