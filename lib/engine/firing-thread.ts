// The entry of a firing thread. Nothing here draws, analyses or starts processes: sending must not be disturbed.
import { parentPort } from 'node:worker_threads'
import { defined } from '../model/defined.ts'
import { type ObservationWriter, openObservationWriter } from '../store/observation-writer.ts'
import type { ShareEnd } from '../store/share-file.ts'
import { aimTarget } from './aim-target.ts'
import { fireShare } from './fire-share.ts'
import { Flight } from './flight.ts'
import { openInbox, type Port } from './inbox.ts'
import { LogKeeper } from './log-keeper.ts'
import { Room } from './room.ts'
import { ShareRecord } from './share-record.ts'
import { createSystemClock } from './system-clock.ts'
import type { ThreadInput } from './thread-messages.ts'

if (parentPort) listen(parentPort)

/** Fires whatever it is told to; the main thread ends it. What is thrown is that thread's to handle. */
function listen(port: Port): void {
  port.on('message', (message) => {
    if (message.kind === 'fire') void fire(port, message.input)
  })
}

async function fire(port: Port, input: ThreadInput): Promise<void> {
  const writer = openWriter(port, input)
  if (!writer) return
  const clock = createSystemClock(input.origin, input.poll)
  const { drain, abort, credentials, startPhase, close } = openInbox(port, input.credentials)
  const flight = new Flight(new LogKeeper())
  const room = new Room(input.plan.maxInFlight, input.inFlight)
  const target = await aimTarget(input, credentials, clock)
  const record = new ShareRecord(port, writer, flight, clock)
  const add: ShareRecord['add'] = (observation) => record.add(observation)
  await fireShare({ ...input, clock, target, flight, room, record: add, startPhase, drain, abort })
  target.close()
  const ended: ShareEnd['ended'] = drain.aborted ? 'interrupted' : 'completed'
  const connections = target.connections()
  close()
  record.close(defined({ ended, at: clock.now(), connections, peakInFlight: room.peak }))
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
