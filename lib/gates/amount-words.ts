import type { Unit } from '../model/verdict.ts'

/** For sentences: rounded to four digits, so that a value and a limit near it still differ. */
export function amountInWords(amount: number, unit: Unit): string {
  switch (unit) {
    case 'µs':
      return timeInWords(amount)
    case 'B':
      return bytesInWords(amount)
    case 'ratio':
      return `${short(amount * 100)} %`
    case 'USD':
      return `${short(amount)} USD`
    case 'GB-s':
      return `${short(amount)} GB-s`
    case 'count':
      return amount.toLocaleString('en-US')
    default:
      return unit satisfies never
  }
}

function timeInWords(micros: number): string {
  if (micros >= 1_000_000) return `${short(micros / 1_000_000)} s`
  return micros >= 1_000 ? `${short(micros / 1_000)} ms` : `${short(micros)} µs`
}

function bytesInWords(bytes: number): string {
  if (bytes >= 1_024 ** 3) return `${short(bytes / 1_024 ** 3)} GB`
  if (bytes >= 1_024 ** 2) return `${short(bytes / 1_024 ** 2)} MB`
  return bytes >= 1_024 ? `${short(bytes / 1_024)} KB` : `${short(bytes)} B`
}

const short = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 4 })
