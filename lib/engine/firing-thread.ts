// The entry of a firing thread. Nothing here draws, analyses or starts processes: sending must not be disturbed.
import { setMaxListeners } from 'node:events'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { defined } from '../model/defined.ts'
import { type Micros, micros } from '../model/time.ts'
import { type ObservationWriter, openObservationWriter } from '../store/observation-writer.ts'
import { createSdkTarget } from '../targets/lambda/sdk-target.ts'
import { fireShare } from './fire-share.ts'
import { Flight } from './flight.ts'
import { LogKeeper } from './log-keeper.ts'
import { createSystemClock } from './system-clock.ts'
import { Tally } from './tally.ts'
import type { FromThread, ThreadInput, ToThread } from './thread-messages.ts'

/** Observations are on disk at most this much after they ended. */
const flushEvery = 100

if (parentPort) await main(parentPort, workerData as ThreadInput)

interface Port {
  postMessage(message: FromThread): void
  on(event: 'message', listener: (message: ToThread) => void): void
  close(): void
}

async function main(port: Port, input: ThreadInput): Promise<void> {
  const clock = createSystemClock(input.origin, input.poll)
  const inbox = listen(port, input)
  const writer = openWriter(port, input)
  if (!writer) return port.close()
  const flight = new Flight(new LogKeeper())
  const tally = new Tally()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const busy = performance.eventLoopUtilization()
  const reportStorage = (): void => {
    if (writer.failure) port.postMessage({ kind: 'storage-failed', message: writer.failure.message })
  }
  const report = (): void => {
    writer.flush()
    port.postMessage({ kind: 'progress', progress: tally.progress(flight) })
    reportStorage()
  }
  const timer = setInterval(report, flushEvery)
  const target = createSdkTarget({
    ...input,
    qualifier: input.qualifier,
    maxSockets: Infinity,
    clock,
    connection: inbox,
  })
  await fireShare({
    ...input,
    clock,
    target,
    flight,
    record(observation) {
      writer.append(observation)
      tally.add(observation)
    },
    startPhase: (phase) => inbox.startPhase(phase),
    drain: inbox.drain.signal,
    abort: inbox.abort.signal,
  })
  clearInterval(timer)
  target.close()
  report()
  writer.close(
    defined({
      ended: inbox.drain.signal.aborted ? ('interrupted' as const) : ('completed' as const),
      at: clock.now(),
      eventLoopDelay: delayOf(delay),
      busy: performance.eventLoopUtilization(busy).utilization,
      peakInFlight: flight.peak,
    }),
  )
  // The end is written last, and a disk may be full by then.
  reportStorage()
  port.postMessage({ kind: 'done', lost: writer.lost })
  port.close()
}

/** Undefined, and said, when there is nowhere to store observations: nothing is sent then. */
function openWriter(port: Port, { file, share }: ThreadInput): ObservationWriter | undefined {
  try {
    return openObservationWriter(file, share)
  } catch (error) {
    port.postMessage({ kind: 'unwritable', message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

type Delay = ReturnType<typeof monitorEventLoopDelay>

/** The histogram is in ns, and counts its own sampling interval in. */
function delayOf(delay: Delay): { p99: Micros; max: Micros } | undefined {
  delay.disable()
  if (delay.count === 0) return undefined
  const late = (nanos: number): Micros => micros(Math.max(0, nanos / 1_000 - 5_000))
  return { p99: late(delay.percentile(99)), max: late(delay.max) }
}

/** What the main thread says, in the forms that firing takes it. */
function listen(port: Port, input: ThreadInput) {
  const drain = new AbortController()
  const abort = new AbortController()
  // Every invocation in flight listens on these.
  setMaxListeners(0, drain.signal, abort.signal)
  let credentials = input.credentials
  const starts = new Map<number, (at: Micros) => void>()
  port.on('message', (message) => {
    switch (message.kind) {
      case 'start':
        starts.get(message.phase)?.(message.at)
        return
      case 'credentials':
        credentials = message.credentials
        return
      case 'abort':
        drain.abort()
        abort.abort()
        return
      case 'drain':
        drain.abort()
        return
      default:
        message satisfies never
    }
  })
  return {
    drain,
    abort,
    region: input.region,
    endpoint: input.endpoint,
    credentials: async () => credentials,
    startPhase: async (phase: number): Promise<Micros> => {
      const started = new Promise<Micros>((resolve) => {
        starts.set(phase, resolve)
        // A share that has ended by then is never ready; nothing is sent any more, so any instant will do.
        const startNow = (): void => resolve(micros(0))
        if (drain.signal.aborted) startNow()
        else drain.signal.addEventListener('abort', startNow)
      })
      port.postMessage({ kind: 'ready', phase })
      return started
    },
  }
}
