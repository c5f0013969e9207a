import type { Interval, Unit } from '../lib/model/verdict.ts'

/** Microseconds with sensible digits: `812 µs`, `45.6 ms`, `1.23 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatDuration(time: number, digits = 3): string {
  if (time < 0) return `-${formatDuration(-time, digits)}`
  const rounded = Number(time.toPrecision(digits))
  if (rounded < 1_000) return `${Math.round(time)} µs`
  if (rounded < 1_000_000) return `${significant(rounded / 1_000, digits)} ms`
  if (rounded < 60_000_000) return `${significant(rounded / 1_000_000, digits)} s`
  const seconds = Math.round(time / 1_000_000)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${formatCount(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`
}

/** Bytes in AWS's units, where 1 MB is 1024 KB: `812 B`, `12.3 MB`, `512 MB`. */
export function formatBytes(bytes: number, digits = 3): string {
  if (bytes < 0) return `-${formatBytes(-bytes, digits)}`
  let value = bytes
  let unit = 0
  while (Math.round(value) >= 1_024 && unit < byteUnits.length - 1) {
    value /= 1_024
    unit += 1
  }
  const number = unit === 0 ? formatCount(value) : trimZeros(significant(value, digits))
  return `${number} ${byteUnits[unit]}`
}

/** USD: cents where cents say enough, otherwise as many decimals as three digits need. */
export function formatMoney(amount: number, decimals: number = moneyDecimals([amount])): string {
  const [whole = '0', fraction] = Math.abs(amount).toFixed(decimals).split('.')
  const sign = amount < 0 ? '-' : ''
  return `${sign}$${groupThousands(whole)}${fraction === undefined ? '' : `.${fraction}`}`
}

/** How many decimals a column of amounts needs: three digits of the largest, something of the smallest. */
export function moneyDecimals(amounts: readonly number[]): number {
  const sizes = amounts.map(Math.abs).filter((amount) => amount > 0)
  if (sizes.length === 0) return 2
  const exponent = (amount: number): number => Math.floor(Math.log10(amount))
  const decimals = Math.max(2 - exponent(Math.max(...sizes)), -exponent(Math.min(...sizes)))
  return Math.min(10, Math.max(2, decimals))
}

/** A list price, exactly: `$0.0000166667`. */
export function formatUnitPrice(price: number): string {
  const plain = price.toFixed(12).replace(/0+$/u, '')
  const [whole = '0', fraction = ''] = plain.split('.')
  return `$${groupThousands(whole)}.${fraction.padEnd(2, '0')}`
}

/** A ratio as a percentage; what is neither none nor all never looks like it. */
export function formatPercent(ratio: number): string {
  if (ratio > 0 && ratio < 0.0005) return '< 0.1 %'
  if (ratio < 1 && ratio >= 0.9995) return '> 99.9 %'
  return `${trimZeros((ratio * 100).toFixed(1))} %`
}

/** A whole number with thousands separators. */
export const formatCount = (count: number): string => {
  const [whole = '0'] = Math.abs(count).toFixed(0).split('.')
  return `${Math.round(count) < 0 ? '-' : ''}${groupThousands(whole)}`
}

/** An estimate, as exact as a straight line deserves: 43 is `about 40`, 1,234 is `about 1,200`. */
export function formatRoughly(count: number): string {
  if (count < 20) return `about ${formatCount(count)}`
  const step = count < 100 ? 10 : 10 ** (Math.floor(Math.log10(count)) - 1)
  return `about ${formatCount(Math.round(count / step) * step)}`
}

/** A number with up to three decimals, or three digits where it is small. */
export function formatNumber(value: number): string {
  const text = Math.abs(value) >= 1 || value === 0 ? value.toFixed(3) : plainSignificant(value, 3)
  const [whole = '0', fraction = ''] = text.split('.')
  return trimZeros(`${groupThousands(whole)}.${fraction}`)
}

/** A value of a metric in its unit, with more digits than a table shows: it may lie close to a limit. */
export function formatQuantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'µs':
      return formatDuration(value, 4)
    case 'ratio':
      return formatPercent(value)
    case 'USD':
      return formatMoney(value)
    case 'B':
      return formatBytes(value, 4)
    case 'count':
      return formatNumber(value)
    case 'GB-s':
      return `${formatNumber(value)} GB-s`
    default:
      return unit satisfies never
  }
}

/** `190 – 205 ms`, `≥ 190 ms`, `≤ 205 ms`; undefined when neither end is known. */
export function formatInterval(
  { low, high }: Interval,
  format: (value: number) => string,
): string | undefined {
  if (low === undefined) return high === undefined ? undefined : `≤ ${format(high)}`
  if (high === undefined) return `≥ ${format(low)}`
  const [from, to] = [format(low), format(high)]
  const [number, unit] = from.split(' ', 2)
  const sharesUnit = from === `${number} ${unit}` && to.endsWith(` ${unit}`) && /^[\d.,]+ \D+$/u.test(to)
  return `${sharesUnit ? number : from} – ${to}`
}

/** «1 burst», «3 bursts». */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const

const significant = (value: number, digits: number): string => {
  const whole = Math.floor(Math.abs(value)).toString().length
  return value.toFixed(Math.max(0, digits - whole))
}

/** Significant digits without an exponent. */
const plainSignificant = (value: number, digits: number): string =>
  value.toFixed(Math.min(20, digits - 1 - Math.floor(Math.log10(Math.abs(value)))))

const trimZeros = (number: string): string => (number.includes('.') ? number.replace(/\.?0+$/u, '') : number)
const twoDigits = (value: number): string => value.toString().padStart(2, '0')
const groupThousands = (digits: string): string => digits.replaceAll(/\B(?=(?:\d{3})+(?!\d))/gu, ',')
