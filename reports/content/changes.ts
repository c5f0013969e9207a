import type { Interval, Unit } from '../../lib/model/verdict.ts'
import { formatCount, formatDuration, formatMoney, formatQuantity, moneyDecimals } from '../quantities.ts'

/** A change as a percentage, always with its sign: `-45.2 %`, `+0.03 %`, `+1,250 %`. */
export const formatRelativeChange = (ratio: number): string => `${signedNumber(ratio * 100)} %`

/** A change in the unit of its metric, always with its sign: `-55.2 ms`, `+1.2 pp` (percentage points), `+$0.31`. */
export function formatAbsoluteChange(change: number, unit: Unit, beside: readonly number[] = []): string {
  switch (unit) {
    case 'ratio':
      return `${signedNumber(change * 100)} pp`
    case 'USD':
      return withSign(change, formatMoney(change, moneyDecimals([change, ...beside])))
    case 'µs':
      // Of means it may be a fraction.
      return withSign(Math.round(change), formatDuration(Math.round(change)))
    case 'B':
    case 'count':
    case 'GB-s':
      return withSign(change, formatQuantity(change, unit))
    default:
      return unit satisfies never
  }
}

/** `-47.1 to -43.0 %`, `at least +190 ms`; undefined where neither end is known. */
export function formatChangeInterval(
  { low, high }: Interval,
  format: (change: number) => string,
): string | undefined {
  if (low === undefined) return high === undefined ? undefined : `at most ${format(high)}`
  if (high === undefined) return `at least ${format(low)}`
  const [from, to] = [format(low), format(high)]
  const unit = / \S+$/u.exec(to)?.[0] ?? ''
  const sharesUnit = unit !== '' && from.endsWith(unit)
  return `${sharesUnit ? from.slice(0, -unit.length) : from} to ${to}`
}

/** One decimal up to 100, none beyond, two where one would say that nothing changed. */
function signedNumber(value: number): string {
  const size = Math.abs(value)
  if (size < 0.005) return '0'
  const digits = size < 0.1 ? size.toFixed(2) : size < 99.95 ? size.toFixed(1) : formatCount(size)
  return `${value < 0 ? '-' : '+'}${digits}`
}

const withSign = (value: number, text: string): string => (value > 0 ? `+${text}` : text)
