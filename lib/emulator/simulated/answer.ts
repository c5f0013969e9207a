import type { SimulatedEvent } from './read-event.ts'

/** What a handler with coldburst's probe would say of itself. */
export interface Mark {
  readonly environmentId: string
  readonly processId: string
  readonly call: number
  readonly initializationType: string
  readonly processStartMs: number
  readonly handlerStartMs: number
  readonly tmpBytes: number
}

/** The line that the probe prints when the handler is entered, so that crashes leave a mark too. */
export function markLine(mark: Mark): string {
  return `COLDBURST_PROBE ${JSON.stringify(mark)}\n`
}

/** The answer of the sample `hello` with the probe's mark in it, and filled up by `fillBytes`. */
export function answerPayload({ name, text }: SimulatedEvent, mark: Mark, fillBytes: number): Buffer {
  const message = `Hello, ${name}!`
  if (text) return Buffer.from(JSON.stringify(message))
  const fill = fillBytes === 0 ? {} : { fill: filler(fillBytes) }
  return Buffer.from(JSON.stringify({ message, coldburst: mark, ...fill }))
}

/** What Lambda's Node runtime makes of a thrown Error. */
export function errorPayload(message: string): Buffer {
  return Buffer.from(
    JSON.stringify({ errorType: 'Error', errorMessage: message, trace: [`Error: ${message}`] }),
  )
}

let lastFiller = ''

// Functions mostly fill up to one size, which may be megabytes.
function filler(bytes: number): string {
  if (lastFiller.length !== bytes) lastFiller = 'x'.repeat(bytes)
  return lastFiller
}
