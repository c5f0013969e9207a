import type { LogMessage } from '../protocol.ts'
import type { LogEvent } from './log-event.ts'

/** Passes log events on as they come, in batches; what is too much to read is left out, and a line says so. */
export interface LogForwarder {
  take(this: void, event: LogEvent): void
  /** Sends at once what waits. */
  flush(): void
}

export interface ForwarderHost {
  /** `done` is to be called when the message has been taken over. */
  send(message: LogMessage, done: () => void): void
  /** On any clock that does not go back, ms. */
  now(): number
  later(this: void, run: () => void, ms: number): void
}

export function createLogForwarder(host: ForwarderHost): LogForwarder {
  let batch: Line[] = []
  let leftOut = 0
  let isDue = false
  let unsent = 0
  let budget = fullBudget(host.now())

  function take(event: LogEvent): void {
    if (host.now() - budget.since >= 1_000) budget = fullBudget(host.now())
    schedule()
    if (budget.lines === 0 || budget.bytes < event.bytes || unsent >= MOST_UNSENT) {
      leftOut += 1
      return
    }
    budget.lines -= 1
    budget.bytes -= event.bytes
    // By the time of the batch the store may have dropped it.
    batch.push({ stream: event.stream, message: event.message })
  }

  function schedule(): void {
    if (isDue) return
    isDue = true
    host.later(flush, BATCH_MS)
  }

  function flush(): void {
    isDue = false
    for (const message of messagesOf(batch)) send(message)
    batch = []
    if (leftOut === 0) return
    if (unsent >= MOST_UNSENT) return schedule()
    const line = `${leftOut} lines are left out: there are too many to show\n`
    leftOut = 0
    send({ kind: 'log', function: 'coldburst', stream: '', lines: [line] })
  }

  function send(message: LogMessage): void {
    unsent += 1
    host.send(message, () => (unsent -= 1))
  }

  return { take, flush }
}

// More than a terminal shows that anybody could follow.
const fullBudget = (since: number) => ({ since, lines: 2_000, bytes: 1_048_576 })

const BATCH_MS = 50
/** A reader who has stopped must not make this process keep everything. */
const MOST_UNSENT = 200

type Line = Pick<LogEvent, 'stream' | 'message'>

/** One message for each run of events of one stream. */
function messagesOf(events: readonly Line[]): readonly LogMessage[] {
  const runs: Line[][] = []
  for (const event of events) {
    const run = runs.at(-1)
    if (run?.[0]?.stream === event.stream) run.push(event)
    else runs.push([event])
  }
  return runs.flatMap((run) => {
    const [first] = run
    if (first === undefined) return []
    const { group, name } = first.stream
    const lines = run.map(({ message }) => message)
    return [{ kind: 'log', function: group.replace(/^\/aws\/lambda\//, ''), stream: name, lines }]
  })
}
