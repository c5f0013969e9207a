/** What an event asks of a simulated function, in the words of the sample `hello`. */
export interface SimulatedEvent {
  readonly name: string
  /** Held that long on top of the work. */
  readonly holdMs: number
  /** Answers with a string. */
  readonly text: boolean
  /** Fails with an Error of this message. */
  readonly throw?: string
  /** Ends the process with this status. */
  readonly exit?: number
}

/** Reads an event that may be anything at all: what makes no sense in it is as if it were not there. */
export function readEvent(payload: Buffer): SimulatedEvent {
  const event = parse(payload)
  if (event === undefined) return PLAIN
  const { name, holdMs, text, throw: message, exit } = event
  return {
    name: typeof name === 'string' ? name : PLAIN.name,
    holdMs: typeof holdMs === 'number' && holdMs > 0 ? holdMs : 0,
    text: text === true,
    ...(message === undefined ? {} : { throw: asText(message) }),
    // The system keeps the lowest byte of a status.
    ...(typeof exit === 'number' && Number.isInteger(exit) ? { exit: exit & 0xff } : {}),
  }
}

const PLAIN: SimulatedEvent = { name: 'world', holdMs: 0, text: false }

function parse(payload: Buffer): Readonly<Record<string, unknown>> | undefined {
  if (payload.length <= '{}'.length) return undefined
  try {
    const value = JSON.parse(payload.toString('utf8')) as unknown
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
