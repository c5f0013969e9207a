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
  const needed = ticks.map((tick) => (String(Number(tick.toPrecision(6))).split('.')[1] ?? '').length)
  if (kind === 'log') return ticks.map((tick) => formatMoney(tick, tick >= 1 ? 0 : decimalsOf(tick)))
  const most = Math.min(10, Math.max(...needed))
  return ticks.map((tick) => formatMoney(tick, most === 1 ? 2 : most))
}

const decimalsOf = (tick: number): number => Math.min(10, Math.max(2, -Math.floor(Math.log10(tick))))
