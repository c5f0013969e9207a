import type { Run } from '../../lib/model/run.ts'
import { environmentSentences, growthSentences, ranCount, startLines } from '../content/starts.ts'
import { formatCount } from '../quantities.ts'
import { table } from '../table.ts'
import { bulleted, cell, heading, type Style } from './style.ts'

/** Cold and warm with their shares, the environments, and what grows in them. */
export function startsSection(run: Run, style: Style): readonly string[] {
  const ran = ranCount(run)
  if (ran === 0) return heading(style, 'Starts', ['nothing ran'])
  const rows = startLines(run).map(({ kind, count, percent, share }) => [
    cell(kind, style.start(kind)),
    cell(count),
    cell(percent),
    cell(bar(share), (drawn) => paintBar(drawn, style.start(kind), style)),
  ])
  const columns = [{ align: 'left' }, { align: 'right' }, { align: 'right' }, { align: 'left' }] as const
  return [
    ...heading(style, 'Starts', [`${formatCount(ran)} ran`]),
    ...table(columns, rows, { width: style.width, indent: 2 }),
    '',
    ...environmentSentences(run).flatMap((sentence) => bulleted(style, style.dim('·'), sentence)),
    ...growthSentences(run).flatMap((sentence) => bulleted(style, style.doubtful('▲'), sentence)),
  ]
}

const barWidth = 40

/** Anything there is shows, and only everything fills the bar. */
function bar(share: number): string {
  const rounded = Math.round(share * barWidth)
  const filled = share === 0 || share === 1 ? rounded : Math.min(barWidth - 1, Math.max(1, rounded))
  return '━'.repeat(filled) + '─'.repeat(barWidth - filled)
}

function paintBar(drawn: string, paint: (text: string) => string, style: Style): string {
  const filled = drawn.lastIndexOf('━') + 1
  return paint(drawn.slice(0, filled)) + style.dim(drawn.slice(filled))
}
