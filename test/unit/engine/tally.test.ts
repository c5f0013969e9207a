import { describe, expect, it } from 'vitest'
import { Flight } from '../../../lib/engine/flight.ts'
import { LogKeeper } from '../../../lib/engine/log-keeper.ts'
import { addProgress, noProgress, Tally } from '../../../lib/engine/tally.ts'
import { droppedInMillis, sentInMillis } from '../../support/observations.ts'
import { reportOf } from '../../fixtures/invocation.ts'

describe('a tally', () => {
  it('counts what has ended, cold ones by their Init Duration, errors and dropped ones', () => {
    const tally = new Tally()
    tally.add(sentInMillis())
    tally.add(sentInMillis({ markers: { report: reportOf({ duration: 2, init: 90 }) } }))
    tally.add(sentInMillis({ markers: { report: reportOf({ duration: 2 }) } }))
    tally.add(sentInMillis({ outcome: { kind: 'timed-out' } }))
    tally.add(droppedInMillis(5))
    const flight = Object.assign(new Flight(new LogKeeper()), { sent: 9, inFlight: 5 })
    expect(tally.progress(flight)).toEqual({
      sent: 9,
      ended: 4,
      inFlight: 5,
      cold: 1,
      errors: 1,
      dropped: 1,
    })
  })

  it('adds the progress of shares up', () => {
    const one = { sent: 1, ended: 2, inFlight: 3, cold: 4, errors: 5, dropped: 6 }
    const sum = { sent: 2, ended: 4, inFlight: 6, cold: 8, errors: 10, dropped: 12 }
    expect(addProgress(one, one)).toEqual(sum)
    expect(addProgress(noProgress, one)).toEqual(one)
  })
})
