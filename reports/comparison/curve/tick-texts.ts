import { formatDuration, formatMoney } from '../../quantities.ts'
import type { Scale } from './scale.ts'

/** µs, without digits that say nothing: `20 ms`, `2.5 s`. */
export const timeTicks = ({ ticks }: Scale): readonly string[] =>
  ticks.map((tick) =>
    tick === 0
      ? '0'
      : formatDuration(tick, 4)
          .replace(/(\.\d*?)0+(?= )/u, '$1')
          .replace('. ', ' '),
  )

/** USD, all with the decimals that the finest needs. */
export function moneyTicks({ kind, ticks }: Scale): readonly string[] {
  if (kind === 'log') return ticks.map((tick) => formatMoney(tick, decimalsOf(tick)))
  const most = Math.max(...ticks.map(decimalsOf))
  return ticks.map((tick) => formatMoney(tick, most))
}

/** None or at least two, as people write money. */
function decimalsOf(tick: number): number {
  const decimals = (/\.(\d*?)0*$/u.exec(tick.toFixed(10))?.[1] ?? '').length
  return decimals === 1 ? 2 : decimals
}
