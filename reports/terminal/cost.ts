import type { Run } from '../../lib/model/run.ts'
import { costContent } from '../content/cost.ts'
import { table } from '../table.ts'
import { cell, heading, indented, type Style } from './style.ts'

/** The bill, item by item, so that it can be checked by hand. */
export function costSection(run: Run, style: Style): readonly string[] {
  const { title, circumstances, items, totals, notes } = costContent(run)
  const rows = [
    ...items.map((item) => [
      cell(item.name),
      cell(item.quantity),
      cell(item.unit, style.dim),
      cell(`× ${item.unitPrice}`, style.dim),
      cell(item.amount),
    ]),
    ...totals.map(({ name, amount }) => [
      cell(''),
      cell(''),
      cell(''),
      cell(name, style.bold),
      cell(amount, style.bold),
    ]),
  ]
  const columns = [
    { align: 'left' },
    { align: 'right' },
    { align: 'left' },
    { align: 'left' },
    { align: 'right' },
  ] as const
  return [
    ...heading(style, title, circumstances),
    ...(rows.length === 0 ? [] : table(columns, rows, { width: style.width, indent: 2 })),
    ...(rows.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => indented(style, 2, note, style.dim)),
  ]
}
