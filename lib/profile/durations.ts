import parseDuration from 'parse-duration'
import { fromMillis, type Micros } from '../model/time.ts'
import { quote } from './found.ts'
import { right, wrong, type Reading } from './problems.ts'

const unit = String.raw`(?:us|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)`
// parse-duration skips what it does not know ("5 apples" is junk, "5s junk" is five seconds), so the form is checked first.
const wholeDuration = new RegExp(String.raw`^(?:\s*\d+(?:\.\d+)?\s*${unit}(?![a-z]))+\s*$`)
const longest = fromMillis(30 * 24 * 60 * 60 * 1_000)

/** Reads `250ms`, `5s`, `2 min`, `1h30m`: more than nothing and at most 30 days. */
export function readDuration(text: string): Reading<Micros> {
  const reading = readDurationOrZero(text)
  if (reading.kind === 'wrong' || reading.value > 0) return reading
  return wrong(`${quote(text)} is no time at all; write a longer duration, such as 5s or 250ms`)
}

/** The same, where nothing is allowed too: `0s`. */
export function readDurationOrZero(text: string): Reading<Micros> {
  const plain = text.trim().replaceAll(/[µμ]s/g, 'us')
  if (plain.startsWith('-')) return wrong(`${quote(text)} is negative; write a duration such as 5s or 250ms`)
  if (/^\d+(\.\d+)?$/.test(plain)) {
    return wrong(`${quote(text)} has no unit; write ${plain}s or ${plain}ms`)
  }
  const millis = wholeDuration.test(plain) ? parseDuration(plain) : null
  if (millis === null)
    return wrong(`${quote(text)} is not a duration; write one such as 250ms, 5s, 2m or 1h30m`)
  const time = fromMillis(millis)
  return time > longest
    ? wrong(`${quote(text)} is longer than 30 days; write a shorter duration`)
    : right(time)
}

/** Reads a duration that must lie in [shortest, longest], both given as they are written. */
export function readDurationBetween(shortest: string, longest: string) {
  const [low, high] = [readDuration(shortest), readDuration(longest)]
  if (low.kind === 'wrong' || high.kind === 'wrong') throw new RangeError(`${shortest} to ${longest}`)
  return (text: string): Reading<Micros> => {
    const reading = readDuration(text)
    if (reading.kind === 'wrong') return reading
    if (reading.value >= low.value && reading.value <= high.value) return reading
    return wrong(`${quote(text)} is out of range; write a duration from ${shortest} to ${longest}`)
  }
}

/** Reads a duration that may be nothing, and at most `longest`, which is given as it is written. */
export function readDurationUpTo(longest: string) {
  const high = readDuration(longest)
  if (high.kind === 'wrong') throw new RangeError(longest)
  return (text: string): Reading<Micros> => {
    const reading = readDurationOrZero(text)
    if (reading.kind === 'wrong' || reading.value <= high.value) return reading
    return wrong(`${quote(text)} is out of range; write a duration from 0s to ${longest}`)
  }
}
