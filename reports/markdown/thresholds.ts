import type { Run } from '../../lib/model/run.ts'
import { type VerdictLine, verdictLines, verdictSummary } from '../content/thresholds.ts'
import { code, markdownTable, prose } from './markup.ts'

/** What became of each threshold; nothing when there are none. */
export function thresholdsSection(run: Run): readonly string[] {
  const lines = verdictLines(run)
  if (lines.length === 0) return []
  return [
    '### Thresholds',
    `${prose(verdictSummary(run))}.`,
    markdownTable(
      [
        ['', 'left'],
        ['Threshold', 'left'],
        ['Actual', 'right'],
        ['95 % interval', 'left'],
        ['Of', 'right'],
      ],
      lines.map(rowOf),
    ),
  ]
}

const rowOf = ({ kind, gate, actual, interval, observations, why }: VerdictLine): readonly string[] => [
  symbols[kind],
  `${code(gate)}${why === undefined ? '' : `<br>${prose(why)}`}`,
  prose(actual),
  prose(interval),
  prose(observations),
]

const symbols: Readonly<Record<VerdictLine['kind'], string>> = { pass: '✅', fail: '❌', inconclusive: '❔' }
