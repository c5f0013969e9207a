import type { ArrivalSpacing } from '../model/plan.ts'
import { type Micros, toMillis, toSeconds } from '../model/time.ts'

/** An exact duration in its most natural unit: `250 µs`, `100 ms`, `1.5 s`, `90 s`, `2 min`, `1 h`. */
export function durationInWords(time: Micros): string {
  const seconds = toSeconds(time)
  if (seconds === 0) return '0 s'
  if (seconds % 3_600 === 0) return `${numberInWords(seconds / 3_600)} h`
  if (seconds % 60 === 0) return `${numberInWords(seconds / 60)} min`
  if (seconds >= 1) return `${numberInWords(seconds)} s`
  return toMillis(time) >= 1 ? `${numberInWords(toMillis(time))} ms` : `${numberInWords(time)} µs`
}

/** With thousands separated and no digit lost. */
export const numberInWords = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 20 })

/** `1 burst`, `3 bursts`. */
export const counted = (count: number, noun: string): string =>
  `${numberInWords(count)} ${noun}${count === 1 ? '' : 's'}`

/** What is said after a rate of arrivals; uniform spacing goes without saying. */
export const spacingInWords = (spacing: ArrivalSpacing): string =>
  spacing === 'poisson' ? ', Poisson arrivals' : ''
