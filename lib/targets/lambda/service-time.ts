/** The wall clock as the service has it, ms: AWS refuses signatures that are more than five minutes off. */
export interface ServiceTime {
  now(): number
  /** Sets the clock by a refused request's `Date` when it is far from ours, as the SDK does. */
  refused(date: string | undefined): void
}

export function createServiceTime(wall: () => number): ServiceTime {
  let ahead = 0
  const now = (): number => wall() + ahead
  return {
    now,
    refused(date) {
      const theirs = date === undefined ? NaN : Date.parse(date)
      // What is no date is not far off either: comparing with NaN is false.
      if (Math.abs(theirs - now()) >= tolerance && Math.abs(theirs - wall()) < mostAhead)
        ahead = theirs - wall()
    },
  }
}

const tolerance = 5 * 60_000
/** Some 300 years, ms: with a date at the end of time, which anybody may send, nothing could be signed any more. */
const mostAhead = 1e13
