import type { Run } from '../../lib/model/run.ts'
import { costContent } from '../content/cost.ts'
import { markdownTable, prose } from './markup.ts'

/** The bill, item by item, so that it can be checked by hand. */
export function costSection(run: Run): readonly string[] {
  const { title, circumstances, items, totals, notes } = costContent(run)
  const rows = [
    ...items.map(({ name, quantity, unit, unitPrice, amount }) => [
      prose(name),
      prose(`${quantity} ${unit}`.trim()),
      prose(unitPrice),
      amount,
    ]),
    ...totals.map(({ name, amount }) => [`**${prose(name)}**`, '', '', `**${amount}**`]),
  ]
  return [
    `### ${title}`,
    ...(circumstances.length === 0 ? [] : [circumstances.map(prose).join(' · ')]),
    ...(rows.length === 0 ? [] : [billTable(rows)]),
    ...notes.map(prose),
  ]
}

const billTable = (rows: readonly (readonly string[])[]): string =>
  markdownTable(
    [
      ['Item', 'left'],
      ['Quantity', 'right'],
      ['Unit price', 'left'],
      ['Amount', 'right'],
    ],
    rows,
  )
